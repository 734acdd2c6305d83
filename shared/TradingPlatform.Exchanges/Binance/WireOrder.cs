using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// What a <see cref="SignedOrder"/> carries: the form to send, and what it stands for. Printing it shows nothing.
/// </summary>
internal abstract class WireOrder(byte[] form)
{
    private int _sent;

    /// <summary>Where it goes.</summary>
    public abstract string Path { get; }

    /// <summary>The signed form, for the one time that it may be sent.</summary>
    /// <exception cref="InvalidOperationException">It was sent before.</exception>
    public byte[] TakeForm() => Interlocked.Exchange(ref _sent, 1) == 0
        ? form
        : throw new InvalidOperationException("A signed order is sent once.");

    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;

    /// <summary>An order.</summary>
    public sealed class New(byte[] form, OrderTicket ticket) : WireOrder(form)
    {
        public override string Path => "/api/v3/order";

        public OrderTicket Ticket { get; } = ticket;
    }

    /// <summary>A cancel and an order.</summary>
    public sealed class Replace(byte[] form, Symbol symbol) : WireOrder(form)
    {
        public override string Path => "/api/v3/order/cancelReplace";

        public Symbol Symbol { get; } = symbol;
    }

    /// <summary>A pair.</summary>
    public sealed class Oco(byte[] form, OcoPair pair) : WireOrder(form)
    {
        public override string Path => "/api/v3/orderList/oco";

        public OcoPair Pair { get; } = pair;
    }
}

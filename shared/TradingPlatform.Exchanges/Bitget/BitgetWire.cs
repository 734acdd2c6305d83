using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>What a <see cref="SignedOrder"/> carries: the call, for the one time that it may be sent.</summary>
internal sealed class BitgetWire(WireCall call, OrderTicket ticket, OrderReference? replaces)
{
    private int _sent;

    /// <summary>What is placed.</summary>
    public OrderTicket Ticket { get; } = ticket;

    /// <summary>What is cancelled first; null for a new order.</summary>
    public OrderReference? Replaces { get; } = replaces;

    /// <summary>The call.</summary>
    /// <exception cref="InvalidOperationException">It was sent before.</exception>
    public WireCall Take() => Interlocked.Exchange(ref _sent, 1) == 0
        ? call
        : throw new InvalidOperationException("A signed order is sent once.");

    /// <inheritdoc/>
    public override string ToString() => nameof(BitgetWire);
}

using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>
/// What a <c>SignedOrder</c> carries: the call to send, and what it stands for. Printing it shows nothing.
/// </summary>
/// <param name="call">Signed.</param>
/// <param name="ticket">What it asks for.</param>
internal sealed class CoinbaseWireOrder(WireCall call, OrderTicket ticket)
{
    private int _sent;

    /// <summary>What it asks for.</summary>
    public OrderTicket Ticket { get; } = ticket;

    /// <summary>The call, for the one time that it may be placed.</summary>
    /// <exception cref="InvalidOperationException">It was sent before.</exception>
    public WireCall TakeCall() => Interlocked.Exchange(ref _sent, 1) == 0
        ? call
        : throw new InvalidOperationException("A signed order is sent once.");

    /// <summary>The same bytes under the same signature, to ask what became of them. Not where it never left.</summary>
    public WireCall SameCall() => Volatile.Read(ref _sent) == 1
        ? call
        : throw new InvalidOperationException("A signed order that was not sent is not asked about.");

    /// <inheritdoc/>
    public override string ToString() => nameof(CoinbaseWireOrder);
}

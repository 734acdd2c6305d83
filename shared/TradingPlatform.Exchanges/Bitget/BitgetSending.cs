using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Signs orders and sends each of them once.</summary>
internal sealed class BitgetSending(BitgetVenue venue, BitgetAccount account, BitgetCalls calls)
{
    // How long the exchange itself may hold a request after it has taken it, and what its copies lag (FACTS.md E5).
    private static readonly TimeSpan ProcessingLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    // What the exchange allows between a call's timestamp and its own time, where a call has no window of its own:
    // only a spot order has one (the API's introduction, 'Signature'; code 40008).
    private static readonly TimeSpan TimestampWindow = TimeSpan.FromSeconds(30);

    /// <summary>Signs what <paramref name="write"/> writes, given the time that is signed.</summary>
    public SignedOrder Sign(
        BitgetEndpoint endpoint, ClientOrderId id, OrderTicket ticket, OrderReference? replaces,
        Func<long, IEnumerable<(string Name, string Value)>> write)
    {
        if (!venue.Gateway.Clock.TryNow(out var now))
        {
            throw new ExchangeException(BitgetGateway.ClockUnknown);
        }

        var call = calls.Sign(endpoint, null, BitgetBody.Write(write(now.Milliseconds)), now.Milliseconds) with
        {
            Counted = venue.Gateway.BudgetOf(account.Owner, endpoint),
        };
        return new SignedOrder(
            id,
            DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds),
            venue.Time.GetUtcNow() + now.Ahead + Window(endpoint) + ProcessingLimit + Lag,
            new BitgetWire(call, ticket, replaces));
    }

    /// <summary>Sends, once. Throws for a bug alone.</summary>
    public Task<SendOutcome> SendAsync(BitgetWire order, CallLane lane, CancellationToken cancellation) =>
        venue.Gateway.Orders.SendAsync(order.Take, () => account.TakePlace(lane), account.Return, cancellation);

    private TimeSpan Window(BitgetEndpoint endpoint) =>
        endpoint == BitgetProduct.Spot.Place ? venue.Gateway.Options.ReceiveWindow : TimestampWindow;
}

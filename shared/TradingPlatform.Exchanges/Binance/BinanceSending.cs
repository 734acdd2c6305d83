using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Signs orders and sends each of them once.</summary>
internal sealed class BinanceSending(BinanceVenue venue, BinanceAccount account, BinanceSigner signer)
{
    // How long the exchange itself may hold a request after it has taken it, and what its copies lag (FACTS.md E5).
    private static readonly TimeSpan ProcessingLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    /// <summary>Ends a form with window, time and signature.</summary>
    public SignedOrder Sign(ref FormWriter form, ClientOrderId id, Func<byte[], WireOrder> wrap)
    {
        // Read before the timestamp, so that the fence can only be later than it has to be.
        if (!venue.Clock.TryNow(out var now))
        {
            throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.ClockSkew, "CLOCK_UNKNOWN", "The exchange's clock is not known."));
        }

        var window = venue.Options.ReceiveWindow;
        form.Add("recvWindow"u8, (long)window.TotalMilliseconds);
        form.Add("timestamp"u8, now.Milliseconds);
        return new SignedOrder(
            id,
            DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds),
            venue.Time.GetUtcNow() + now.Ahead + window + ProcessingLimit + Lag,
            wrap(signer.Append(form.Written)));
    }

    /// <summary>Sends, once. Throws for a bug alone.</summary>
    public async Task<SendOutcome> SendAsync(WireOrder order, CallLane lane, CancellationToken cancellation)
    {
        var place = default(BudgetGrant);
        var sent = await venue.Orders.SendAsync(
            () => account.Dress(new WireCall(HttpMethod.Post, order.Path, null, order.TakeForm())),
            () => place = account.TakePlace(lane), venue.Budget.Return, cancellation);
        if (sent.Answer is { IsSuccess: true })
        {
            // What is taken weighs nothing; what is refused weighs 1 (FACTS.md E1).
            venue.Budget.Return(place);
        }

        return sent;
    }
}

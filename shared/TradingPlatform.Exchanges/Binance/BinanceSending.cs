using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>What became of sending: exactly one of the three is set.</summary>
/// <param name="Answer">An HTTP answer, whatever it says; to be disposed.</param>
/// <param name="NotSent">It was refused here, before any of it left.</param>
/// <param name="Lost">It may have arrived; why there is no answer.</param>
internal readonly record struct Sending(WireAnswer? Answer, ExchangeError? NotSent, string? Lost);

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
    public async Task<Sending> SendAsync(WireOrder order, CallLane lane, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return new Sending(null, new ExchangeError(
                ExchangeErrorKind.Unavailable, "NOT_SENT", "The caller left before it was sent."), null);
        }

        var call = new WireCall(HttpMethod.Post, order.Path, null, order.TakeForm(), account);
        var place = account.TakePlace(lane);
        if (place.Refusal is { } refusal)
        {
            return new Sending(null, BinanceAccount.Describe(refusal), null);
        }

        try
        {
            var answer = await venue.Resilience.Order.ExecuteAsync(
                static (state, token) => state.Transport.SendAsync(state.call, token),
                (venue.Transport, call), cancellation);
            if (answer.IsSuccess)
            {
                // What is taken weighs nothing; what is refused weighs 1 (FACTS.md E1).
                venue.Budget.Return(place);
            }

            return new Sending(answer, null, null);
        }
        catch (Exception failure)
        {
            return Failed(failure, place);
        }
    }

    /// <summary>
    /// Whatever happens once sending has begun, the order may have arrived: a DNS failure or a refused connection too,
    /// since nobody can tell them from a proxy's (FAILURES.md F01). Only what we ourselves held back is certain.
    /// </summary>
    private Sending Failed(Exception failure, BudgetGrant place)
    {
        if (failure is NotSentException or Polly.CircuitBreaker.BrokenCircuitException)
        {
            venue.Budget.Return(place);
            return new Sending(null, BinanceResilience.Describe(failure), null);
        }

        return new Sending(null, null, failure switch
        {
            OperationCanceledException => "the caller left before the answer",
            _ => BinanceResilience.Describe(failure)?.Message ?? failure.GetType().Name,
        });
    }
}

using Polly.CircuitBreaker;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Http;

/// <summary>What became of sending: exactly one of the three is set.</summary>
/// <param name="Answer">An HTTP answer, whatever it says; to be disposed.</param>
/// <param name="NotSent">It was refused here, before any of it left.</param>
/// <param name="Lost">It may have arrived; why there is no answer.</param>
internal readonly record struct SendOutcome(WireAnswer? Answer, ExchangeError? NotSent, string? Lost);

/// <summary>Sends what must not be sent twice, through the order pipeline, once.</summary>
internal sealed class WireOrders(WireTransport transport, WireResilience resilience)
{
    /// <summary>Sends, once. Throws for a bug alone.</summary>
    /// <param name="call">The order.</param>
    /// <param name="place">Takes its place in the budget: asked only once it is certain that it will be sent.</param>
    /// <param name="giveBack">Gives the place back, where it was not sent after all.</param>
    /// <param name="cancellation">Its caller leaves.</param>
    public async Task<SendOutcome> SendAsync(
        Func<WireCall> call, Func<BudgetGrant> place, Action<BudgetGrant> giveBack, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return new SendOutcome(null, new ExchangeError(
                ExchangeErrorKind.Unavailable, "NOT_SENT", "The caller left before it was sent."), null);
        }

        var leaving = call();
        var taken = place();
        if (taken.Refusal is { } refusal)
        {
            return new SendOutcome(null, refusal.Describe(), null);
        }

        try
        {
            return new SendOutcome(
                await resilience.Order.RunAsync(
                    static (state, token) => state.transport.SendAsync(state.leaving, token),
                    (transport, leaving), cancellation),
                null, null);
        }
        // Only what we ourselves held back is certain.
        catch (Exception failure) when (failure is NotSentException or BrokenCircuitException)
        {
            giveBack(taken);
            return new SendOutcome(null, WireResilience.Describe(failure), null);
        }
        // Whatever else happens once sending has begun, the order may have arrived: a DNS failure or a refused
        // connection too, since nobody can tell them from a proxy's (FAILURES.md F01).
        catch (OperationCanceledException)
        {
            return new SendOutcome(null, null, "the caller left before the answer");
        }
        catch (Exception failure)
        {
            return new SendOutcome(null, null, WireResilience.Describe(failure)?.Message ?? failure.GetType().Name);
        }
    }
}

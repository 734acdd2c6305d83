using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Http;

/// <summary>
/// Calls that are safe to repeat: reads and cancels. Each attempt waits for its place in a budget before it is sent.
/// </summary>
internal sealed class WireReads(WireResilience resilience)
{
    /// <summary>Waits for the budget, then sends through the read pipeline, repeating what finds no answer.</summary>
    /// <param name="budget">Whose place it takes.</param>
    /// <param name="lane">Its lane there.</param>
    /// <param name="weight">What it weighs there.</param>
    /// <param name="send">Signs and sends, once for each attempt, so that no signature grows old in a queue.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ExchangeException">There was no HTTP answer.</exception>
    public Task<WireAnswer> SendAsync(
        RequestBudget budget, CallLane lane, int weight, Func<CancellationToken, ValueTask<WireAnswer>> send,
        CancellationToken cancellation) =>
        SendAsync(token => budget.WaitAsync(lane, weight, token), send, cancellation);

    /// <summary>As above, for a call that is counted in more budgets than one.</summary>
    /// <param name="wait">Waits until each of them has a place for it.</param>
    /// <param name="send">As above.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<WireAnswer> SendAsync(
        Func<CancellationToken, ValueTask<BudgetGrant>> wait, Func<CancellationToken, ValueTask<WireAnswer>> send,
        CancellationToken cancellation)
    {
        try
        {
            return await resilience.Retry.RunAsync(
                static async (state, token) =>
                {
                    var grant = await state.wait(token);
                    return grant.Refusal is { } refusal
                        ? throw new NotSentException(refusal.Describe())
                        : await state.resilience.Read.RunAsync(
                            static (send, token) => send(token), state.send, token);
                },
                (resilience, wait, send), cancellation);
        }
        catch (Exception failure) when (WireResilience.Describe(failure) is { } error)
        {
            throw new ExchangeException(error);
        }
    }
}

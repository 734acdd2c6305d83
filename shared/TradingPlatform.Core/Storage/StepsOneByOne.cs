namespace TradingPlatform.Core.Storage;

/// <summary>Steps on an engine that has no write for all of them.</summary>
public static class StepsOneByOne
{
    /// <summary>See <see cref="IItemStore.TryInStepsAsync"/>.</summary>
    public static async Task<StepsResult> TryOneByOneAsync(
        this IItemStore store, WriteSteps steps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        StorageLimits.Check(steps);
        if (!await store.TryTransactAsync(steps.First, cancellation))
        {
            return new StepsResult.FirstRefused();
        }

        var (applied, counters) = await store.AddAsync(steps.Add, CancellationToken.None);
        return !applied ? new StepsResult.AddRefused(counters, FirstStays: true)
            : !await store.TryTransactAsync(steps.Last, CancellationToken.None)
                ? new StepsResult.LastRefused(counters, OthersStay: true)
                : new StepsResult.Made(counters);
    }
}

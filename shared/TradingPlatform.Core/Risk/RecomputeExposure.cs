using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>
/// Sets a tenant's exposure counters to what its orders and fills say they are, while orders go on being recorded.
/// Counters that agree cost no write.
/// </summary>
/// <remarks>
/// A drift is corrected only when it is seen again after a pause, since an order between its write and its counters'
/// looks like one. The correction is stored on condition that nothing has changed the counters since they were read,
/// and raises the epoch: who stored an order's end before and gives back after is refused, and the counters then stay
/// too high until the next time (ADR 0014). A change that takes and a correction exclude each other (ADR 0037).
/// </remarks>
public sealed class RecomputeExposure(RiskRepository risk, CountExposure count, TimeProvider clock)
{
    /// <summary>How long a drift must last where others record.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The event of a correction.</summary>
    public const string Corrected = "ExposureCorrected";

    private const int Attempts = 6;
    private const int MostNamed = 20;

    /// <summary>Recomputes.</summary>
    /// <param name="caller">For whom, and which part of the platform does it.</param>
    /// <param name="pause">How long a drift must last; zero only where nobody else records.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<Recomputation> HandleAsync(Caller caller, TimeSpan pause, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var lacking = Item.NoCounters;
        for (var look = 1; look <= Attempts; look++)
        {
            var takings = await risk.GetTakingsAsync(caller.Tenant, cancellation);
            var (stored, version) = await risk.GetExposureAsync(caller.Tenant, cancellation);
            var drift = Drift(stored, await count.GetAsync(caller.Tenant, cancellation));
            if (drift.IsEmpty)
            {
                return Recomputation.Agreed;
            }

            // What was lacking in each look so far, and never less than that.
            lacking = look == 1 ? drift : Common(lacking, drift);
            if (look == 1 && pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, clock, cancellation);
            }
            else if (await TryCorrectAsync(caller, stored, drift, (version, takings), cancellation))
            {
                return Recomputation.Corrected;
            }
        }

        return await RaiseAsync(caller, lacking, cancellation);
    }

    /// <summary>By how much each counter must change; above zero where it is too low.</summary>
    private static ImmutableSortedDictionary<string, decimal> Drift(Exposure stored, CountedExposure counted)
    {
        var drift = Item.NoCounters.ToBuilder();
        foreach (var name in stored.Counters.Keys.Union(counted.Most.Counters.Keys, StringComparer.Ordinal)
            .Where(Exposure.IsCounted))
        {
            // A pending order may only take: it counts neither for nor against a counter that holds it.
            var (low, high) = (counted.Least[name], counted.Most[name]);
            drift[name] = Math.Clamp(stored[name], Math.Min(low, high), Math.Max(low, high)) - stored[name];
        }

        foreach (var name in drift.Where(d => d.Value == 0).Select(d => d.Key).ToList())
        {
            drift.Remove(name);
        }

        return drift.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, decimal> Common(
        ImmutableSortedDictionary<string, decimal> before, ImmutableSortedDictionary<string, decimal> now) =>
        Item.NoCounters.AddRange(before
            .Select(each => KeyValuePair.Create(each.Key, Math.Min(each.Value, now.GetValueOrDefault(each.Key))))
            .Where(each => each.Value > 0));

    private async Task<bool> TryCorrectAsync(
        Caller caller, Exposure stored, ImmutableSortedDictionary<string, decimal> drift,
        (long Counters, long Takings) seen, CancellationToken cancellation)
    {
        var counters = stored.Counters.SetItem(Exposure.Epoch, stored[Exposure.Epoch] + 1);
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, by) in drift)
        {
            var now = stored[name] + by;
            counters = now == 0 ? counters.Remove(name) : counters.SetItem(name, now);
            if (details.Count < MostNamed)
            {
                details[name] = string.Create(CultureInfo.InvariantCulture, $"{stored[name]} -> {now}");
            }
        }

        var end = await risk.GetCorrectionsEndAsync(caller.Tenant, cancellation);
        var e = AuditEvent.Append(end, clock.GetUtcNow(), Corrected, caller, "exposure", details);
        return await risk.TryCorrectAsync(
            caller.Tenant, counters, e, seen.Counters, seen.Takings, cancellation);
    }

    // Counters that never stand still cannot be set. What they lack in every look may be added all the same: an error
    // of that is on the high side, and what is too high waits.
    private async Task<Recomputation> RaiseAsync(
        Caller caller, ImmutableSortedDictionary<string, decimal> lacking, CancellationToken cancellation)
    {
        lacking = Common(lacking, lacking);
        if (!lacking.IsEmpty)
        {
            await risk.AddAsync(caller.Tenant, lacking, [], cancellation);
        }

        return Recomputation.Restless;
    }
}

/// <summary>How a recomputation ended.</summary>
public enum Recomputation
{
    /// <summary>The counters were right; nothing was written.</summary>
    Agreed = 1,

    /// <summary>They were wrong, and are set.</summary>
    Corrected = 2,

    /// <summary>
    /// They never stood still for long enough. What they surely lacked is added; the next time sets them.
    /// </summary>
    Restless = 3,
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>
/// Lets the exposure counters follow an order's change, by the difference that it makes. Whatever dies where, they err
/// on the high side alone (ADR 0014).
/// </summary>
/// <remarks>
/// What the change takes is added before it is stored, and it is stored only if no correction came since before that
/// (ADR 0037). What it gives back is given back after, and only if the counters have not been corrected since a moment
/// before it was stored: a correction may have counted it already.
/// </remarks>
internal sealed class ExposureFollower(RiskRepository risk, TimeProvider clock, ILogger log)
{
    private const int MostKept = 10_000;

    // An epoch that is older than the truth costs nothing but a give-back that is refused and mended later.
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TenantId, (decimal Epoch, long At)> _seen = new();

    /// <summary>Keeps the epoch of counters that were just read or changed.</summary>
    public void Saw(TenantId tenant, Exposure exposure)
    {
        if (_seen.Count >= MostKept)
        {
            _seen.Clear();
        }

        _seen[tenant] = (exposure[Exposure.Epoch], clock.GetTimestamp());
    }

    /// <summary>Takes ahead what the change will take. The change is then stored.</summary>
    public async Task<Following> BeginAsync(Order before, Order after, CancellationToken cancellation)
    {
        // Of a pending order it is not stored whether the gate let it pass, so nothing follows from its change.
        var difference = before.Status is OrderStatus.Pending
            ? Item.NoCounters
            : Exposure.Difference(Reservation.Of(before), Reservation.Of(after));
        var following = new Following(
            before, difference.Where(d => d.Value > 0).Aggregate(Item.NoCounters, (all, d) => all.Add(d.Key, d.Value)),
            difference.Where(d => d.Value < 0).Aggregate(Item.NoCounters, (all, d) => all.Add(d.Key, -d.Value)), null);
        if (difference.IsEmpty)
        {
            return following;
        }

        try
        {
            if (following.Taken.IsEmpty)
            {
                return following with { Epoch = await EpochAsync(before.Tenant, cancellation) };
            }

            // Read before it is taken: a correction that comes in between then stands below what is taken.
            var takings = await risk.GetTakingsAsync(before.Tenant, cancellation);
            return following with
            {
                Epoch = await TakeAsync(before.Tenant, following.Taken, cancellation), Takings = takings,
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What the exchange says is stored all the same. What was to be taken is taken after it; what was to be
            // given back stays taken until it is recomputed.
            log.CountersLeftHigh(before.Id, e.GetType().Name);
            return following;
        }
    }

    /// <summary>The change is stored: gives back what it gives back.</summary>
    public Task EndAsync(Following following) => GuardAsync(following, async () =>
    {
        var tenant = following.Order.Tenant;
        if (!following.Taken.IsEmpty && following.Epoch is null)
        {
            await TakeAsync(tenant, following.Taken, CancellationToken.None);
        }

        if (!following.Given.IsEmpty && following.Epoch is { } epoch)
        {
            await GiveBackAsync(tenant, following.Given, epoch);
        }
    });

    /// <summary>The change was not stored: gives back what was taken ahead for it.</summary>
    public Task UndoAsync(Following following) =>
        following.Taken.IsEmpty || following.Epoch is not { } epoch
            ? Task.CompletedTask
            : GuardAsync(following, () => GiveBackAsync(following.Order.Tenant, following.Taken, epoch));

    /// <summary>Gives back under an epoch that was seen before what took it was taken away.</summary>
    public async Task GiveBackAsync(
        TenantId tenant, ImmutableSortedDictionary<string, decimal> taken, decimal epoch)
    {
        var given = Item.NoCounters.AddRange(taken.Select(each => KeyValuePair.Create(each.Key, -each.Value)));
        var (applied, exposure) = await risk.AddAsync(
            tenant, given, [new CounterGuard(Exposure.Epoch, epoch)], CancellationToken.None);
        Saw(tenant, exposure);
        if (!applied)
        {
            log.GiveBackRefused(tenant);
        }
    }

    private async Task GuardAsync(Following following, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The order is stored. Failing the call now would tell its caller something untrue.
            log.CountersLeftHigh(following.Order.Id, e.GetType().Name);
        }
    }

    private async Task<decimal> TakeAsync(
        TenantId tenant, ImmutableSortedDictionary<string, decimal> amounts, CancellationToken cancellation)
    {
        var (_, exposure) = await risk.AddAsync(tenant, amounts, [], cancellation);
        Saw(tenant, exposure);
        return exposure[Exposure.Epoch];
    }

    private async Task<decimal> EpochAsync(TenantId tenant, CancellationToken cancellation) =>
        _seen.TryGetValue(tenant, out var seen) && clock.GetElapsedTime(seen.At) < GoodFor
            ? Math.Max(seen.Epoch, risk.EpochSetHere(tenant))
            : await ReadEpochAsync(tenant, cancellation);

    private async Task<decimal> ReadEpochAsync(TenantId tenant, CancellationToken cancellation)
    {
        var (exposure, _) = await risk.GetExposureAsync(tenant, cancellation);
        Saw(tenant, exposure);
        return exposure[Exposure.Epoch];
    }
}

/// <summary>An order's change that the counters follow.</summary>
/// <param name="Order">As it was.</param>
/// <param name="Taken">What the change takes.</param>
/// <param name="Given">What it gives back.</param>
/// <param name="Epoch">As seen before the change was stored; null where it could not be.</param>
internal sealed record Following(
    Order Order, ImmutableSortedDictionary<string, decimal> Taken, ImmutableSortedDictionary<string, decimal> Given,
    decimal? Epoch)
{
    /// <summary>As seen before it was taken; null where nothing was.</summary>
    public long? Takings { get; init; }
}

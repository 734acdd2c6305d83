using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.RateLimits;

/// <summary>Counts in the item store, so that every instance of every function counts together.</summary>
/// <remarks>
/// One item a tenant, limit and clock minute; each use is one guarded add to it. A minute that is over no longer
/// changes (but for instances whose clocks differ), so it is read once an instance and remembered.
/// </remarks>
public sealed class RateLimitsInItemStore(IItemStore store) : IRateLimitStore
{
    private const string Counter = "used";
    private const int MaxRemembered = 10_000;

    // An item must outlive the minute after its own; the rest is for clocks that differ.
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(TenantId Tenant, RateLimited What), Begun> _begun = new();

    /// <inheritdoc/>
    public async ValueTask<RateLimitUse> TakeAsync(
        TenantId tenant,
        RateLimited what,
        int amount,
        int limit,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var window = SlidingWindow.At(now);
        var previous = await PreviousAsync(tenant, what, window.Minute, now, cancellation);
        var room = limit - amount - window.Carried(previous);
        if (room < 0)
        {
            var item = await store.FindAsync(Key(tenant, what, window.Minute), cancellation);
            return window.Refused(limit, amount, Used(item), previous);
        }

        var result = await store.AddAsync(
            new CounterAdd(
                Key(tenant, what, window.Minute),
                ImmutableSortedDictionary<string, decimal>.Empty.Add(Counter, amount),
                [new CounterGuard(Counter, room)]),
            cancellation);
        return result.Applied
            ? window.Taken(limit, Used(result.Stored), previous)
            : window.Refused(limit, amount, Used(result.Stored), previous);
    }

    /// <summary>What the minute before used. The first call of a minute also makes the item, for only a put sets its end.</summary>
    private async ValueTask<long> PreviousAsync(
        TenantId tenant, RateLimited what, long minute, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_begun.TryGetValue((tenant, what), out var begun) && begun.Minute == minute)
        {
            return begun.Previous;
        }

        var item = new Item(Key(tenant, what, minute), 1, "") { ExpiresAt = now + KeptFor };
        await store.TryPutAsync(item, Condition.Absent, cancellation);
        var previous = Used(await store.FindAsync(Key(tenant, what, minute - 1), cancellation));
        if (_begun.Count >= MaxRemembered)
        {
            _begun.Clear();
        }

        _begun[(tenant, what)] = new Begun(minute, previous);
        return previous;
    }

    private static long Used(Item? item) =>
        item is not null && item.Counters.TryGetValue(Counter, out var used) ? (long)used : 0;

    private static ItemKey Key(TenantId tenant, RateLimited what, long minute) => new(
        $"TENANT#{tenant.Text}#RATE",
        string.Create(CultureInfo.InvariantCulture, $"{(what == RateLimited.Orders ? "ORDERS" : "REQUESTS")}#{minute}"));

    private readonly record struct Begun(long Minute, long Previous);
}

using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Streams;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Health;

/// <summary>
/// Checks every connection that a followed account goes by: one small call each, then a score of what the last minute's
/// calls and the streams over it have shown. A state that moves is an event for alerting.
/// </summary>
public sealed class CheckHealth(
    AccountStreams streams, HealthRepository repository, HealthMetrics metrics, IIdSource ids, TimeProvider clock,
    ILogger<CheckHealth> log)
{
    /// <summary>The event of a state that moved.</summary>
    public const string StateChanged = "ExchangeHealthChanged";

    /// <summary>The event of another address of the exchange that calls go to.</summary>
    public const string AddressChanged = "ExchangeAddressChanged";

    private static readonly TimeSpan StoredEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ToldFor = TimeSpan.FromHours(2);
    private static readonly TimeSpan ProbeWithin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Uri, (ConnectionHealth Health, DateTimeOffset StoredAt)> _last = new();
    private readonly ConcurrentDictionary<AccountStream, (AccountConnection Connection, DateTimeOffset Until)> _told =
        new();

    /// <summary>One check of each connection. One that hangs keeps none of the others from theirs.</summary>
    public async Task HandleAsync(CancellationToken cancellation)
    {
        var connected = streams.All
            .Select(stream => (Stream: stream, stream.Exchange)).Where(one => one.Exchange is not null).ToList();
        foreach (var gone in _told.Keys.Except(connected.Select(one => one.Stream)))
        {
            _told.TryRemove(gone, out _);
        }

        await Task.WhenAll(connected
            .GroupBy(one => one.Exchange!.Vitals.Address)
            .Select(group => CheckAsync(group.First().Exchange!, [.. group.Select(one => one.Stream)], cancellation)));
    }

    private async Task CheckAsync(
        IExchange exchange, IReadOnlyList<AccountStream> over, CancellationToken cancellation)
    {
        try
        {
            await ProbeAsync(exchange, cancellation);
            await StoreAsync(Judge(exchange, over), cancellation);
            foreach (var stream in over)
            {
                await TellAsync(stream, exchange.Vitals.Address, cancellation);
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            log.CheckFailed(exchange.Vitals.Address, e.GetType().Name);
        }
    }

    // What it says, or that it says nothing, is in the vitals.
    private async Task ProbeAsync(IExchange exchange, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(ProbeWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await exchange.ProbeAsync(either.Token);
        }
        catch (Exception e) when (e is ExchangeException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            log.ProbeFailed(exchange.Vitals.Address, e is ExchangeException ? e.Message : "No answer in time.");
        }
    }

    private ConnectionHealth Judge(IExchange exchange, IReadOnlyList<AccountStream> over)
    {
        var (vitals, now) = (exchange.Vitals, clock.GetUtcNow());
        var standings = over.Select(stream => stream.Standing.State).Where(state => state is not StreamState.Absent)
            .ToList();
        var live = standings.Count(state => state is StreamState.Live);
        return _last.TryGetValue(vitals.Address, out var last)
            ? last.Health.After(vitals, standings.Count, live, now)
            : ConnectionHealth.First(over[0].Account.Exchange, vitals, standings.Count, live, now);
    }

    private async Task StoreAsync(ConnectionHealth health, CancellationToken cancellation)
    {
        metrics.Checked(health);
        var known = _last.TryGetValue(health.Address, out var last);
        // Another worker, or this one before it was started anew, may have told of it already.
        var stored = known ? last.Health : await repository.FindAsync(health.Address, cancellation);
        var before = stored?.State ?? HealthState.Healthy;
        var (moved, switched) = (before != health.State, (stored?.InUse ?? health.Address) != health.InUse);
        if (!moved && !switched)
        {
            var isDue = !known || health.CheckedAt - last.StoredAt >= StoredEvery;
            health = health with { Audit = stored?.Audit ?? default };
            if (isDue)
            {
                await repository.PutAsync(health, cancellation);
            }

            _last[health.Address] = (health, isDue ? health.CheckedAt : last.StoredAt);
            return;
        }

        if (switched)
        {
            metrics.Switched(health);
            // Each of the two has an event of its own, so the first one does not store the second.
            var told = await RecordAsync(health with { State = before }, AddressChanged, cancellation);
            health = health with { Audit = told.Audit };
        }

        health = moved ? await RecordAsync(health, StateChanged, cancellation) : health;
        _last[health.Address] = (health, health.CheckedAt);
    }

    private async Task<ConnectionHealth> RecordAsync(
        ConnectionHealth health, string type, CancellationToken cancellation)
    {
        var caller = Caller.Platform(TenantId.Platform, "health", ids.NewId());
        while (true)
        {
            var stored = await repository.FindAsync(health.Address, cancellation);
            if (type == StateChanged ? stored?.State == health.State : stored?.InUse == health.InUse)
            {
                return health with { Audit = stored!.Audit };
            }

            var e = AuditEvent.Append(
                stored?.Audit ?? default, health.CheckedAt, type, caller,
                health.Address.GetLeftPart(UriPartial.Authority), Details(health, stored));
            health = health with { Audit = e.End };
            if (await repository.TryMoveAsync(health, e, cancellation))
            {
                log.HealthMoved(health.Address, health.State, health.Score, health.InUse);
                return health;
            }
        }
    }

    private static SortedDictionary<string, string> Details(ConnectionHealth now, ConnectionHealth? before) =>
        new(StringComparer.Ordinal)
        {
            ["exchange"] = ExchangeWords.Of(now.Exchange),
            ["state"] = now.State.ToString(),
            ["before"] = (before?.State ?? HealthState.Healthy).ToString(),
            ["score"] = now.Score.ToString(CultureInfo.InvariantCulture),
            ["address"] = now.InUse.GetLeftPart(UriPartial.Authority),
            ["addressBefore"] = (before?.InUse ?? now.Address).GetLeftPart(UriPartial.Authority),
        };

    private async Task TellAsync(AccountStream stream, Uri address, CancellationToken cancellation)
    {
        var standing = stream.Standing;
        var connection = new AccountConnection(address, standing.State, standing.Since);
        var now = clock.GetUtcNow();
        if (!_told.TryGetValue(stream, out var told) || told.Connection != connection
            || told.Until - now < ToldFor / 2)
        {
            var until = now + ToldFor;
            await repository.PutAsync(stream.Account.Tenant, stream.Account.Id, connection, until, cancellation);
            _told[stream] = (connection, until);
        }
    }
}

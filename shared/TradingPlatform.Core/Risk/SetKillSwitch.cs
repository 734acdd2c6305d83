using System.Collections.Immutable;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>
/// Sets and releases the kill switch. It is a counter on the item that every order passes by, checked in the very write
/// that reserves: once it is set no order passes. Why it was set is written after that.
/// </summary>
public sealed class SetKillSwitch(
    RiskRepository risk, CancelEverything cancelEverything, RiskMetrics metrics, TimeProvider clock)
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);
    private static readonly CounterGuard IsOff = new(Exposure.Killed, 0);
    private static readonly CounterGuard IsOn = new(Exposure.Released, -1);

    /// <summary>Stops a tenant's trading, and has every open order cancelled where that is asked for.</summary>
    public async Task<KillSwitch> SetAsync(
        Caller caller, string reason, bool cancelOpenOrders, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        // First of all, and not to be called off: everything below may fail, and the switch is on.
        if (await TurnOnAsync(caller.Tenant))
        {
            metrics.KillSwitchSet(caller.Tenant);
        }

        var killed = new KillSwitch(true, reason, caller.User, clock.GetUtcNow());
        await StoreAsync(caller, "KillSwitchSet", _ => (killed, cancelOpenOrders), CancellationToken.None);
        if (cancelOpenOrders && await cancelEverything.HandleAsync(caller, cancellation))
        {
            await StoreAsync(caller, "OpenOrdersCancelled", now => (now.Switch, false), CancellationToken.None);
        }

        return killed;
    }

    /// <summary>Lets a tenant trade again. Nothing happens where the switch is off.</summary>
    public async Task<KillSwitch> ReleaseAsync(Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var released = new KillSwitch(false, null, caller.User, clock.GetUtcNow());
        if (!(await risk.GetExposureAsync(caller.Tenant, cancellation)).Exposure.IsKilled)
        {
            return (await risk.GetKillSwitchAsync(caller.Tenant, cancellation)).Stored.Switch with { Active = false };
        }

        // The record first: were it to fail after the counter, trading would go on under a switch that reads as set.
        await StoreAsync(caller, "KillSwitchReleased", _ => (released, false), CancellationToken.None);
        await risk.AddAsync(caller.Tenant, Change(-1), [IsOn], CancellationToken.None);
        return released;
    }

    /// <summary>The switch as it is: on or off by the counter, the rest as it was last set.</summary>
    public async Task<KillSwitch> GetAsync(TenantId tenant, CancellationToken cancellation)
    {
        var (stored, _) = await risk.GetKillSwitchAsync(tenant, cancellation);
        var (exposure, _) = await risk.GetExposureAsync(tenant, cancellation);
        return stored.Switch with { Active = exposure.IsKilled };
    }

    /// <summary>
    /// Goes on cancelling where the exchanges still showed open orders. True where nothing is left to do.
    /// </summary>
    public async Task<bool> ContinueAsync(Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var (stored, _) = await risk.GetKillSwitchAsync(caller.Tenant, cancellation);
        if (!stored.CancelPending || !stored.Switch.Active)
        {
            return true;
        }

        if (!await cancelEverything.HandleAsync(caller, cancellation))
        {
            return false;
        }

        await StoreAsync(caller, "OpenOrdersCancelled", now => (now.Switch, false), CancellationToken.None);
        return true;
    }

    // Its guard makes it safe to repeat: a switch that is on already is not set twice.
    private async Task<bool> TurnOnAsync(TenantId tenant)
    {
        const int Attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await risk.AddAsync(tenant, Change(1), [IsOff], CancellationToken.None)).Applied;
            }
            catch (Exception) when (attempt < Attempts)
            {
                await Task.Delay(BetweenAttempts, clock, CancellationToken.None);
            }
        }
    }

    private static ImmutableSortedDictionary<string, decimal> Change(int by) =>
        Item.NoCounters.Add(Exposure.Killed, by).Add(Exposure.Released, -by);

    private async Task StoreAsync(
        Caller caller, string type, Func<StoredKillSwitch, (KillSwitch Switch, bool CancelPending)> change,
        CancellationToken cancellation)
    {
        while (true)
        {
            var (stored, version) = await risk.GetKillSwitchAsync(caller.Tenant, cancellation);
            var (now, pending) = change(stored);
            var details = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["active"] = now.Active ? "true" : "false", ["reason"] = now.Reason ?? string.Empty,
            };
            var e = AuditEvent.Append(stored.Audit, clock.GetUtcNow(), type, caller, "kill-switch", details);
            var next = new StoredKillSwitch(now, pending, e.End);
            if (await risk.TryPutKillSwitchAsync(caller.Tenant, next, e, version, cancellation))
            {
                return;
            }
        }
    }
}

using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Streams;

namespace TradingPlatform.Credentials;

/// <summary>How well the exchanges of a tenant's accounts can be reached.</summary>
public sealed record HealthView(IReadOnlyList<ConnectionView> Items, DateTimeOffset AsOf);

/// <summary>What a connection amounts to.</summary>
public enum ConnectionState
{
    /// <summary>Nobody has checked it of late.</summary>
    Unknown = 1,

    /// <summary>It works.</summary>
    Healthy = 2,

    /// <summary>It works, with faults that an order would feel.</summary>
    Degraded = 3,

    /// <summary>It is of no use.</summary>
    Down = 4,
}

/// <summary>One connection; what is not known of it is null.</summary>
/// <param name="Exchange">Which exchange.</param>
/// <param name="Address">At which origin.</param>
/// <param name="AddressInUse">Where calls go now: another of the exchange's origins while that one fails.</param>
/// <param name="State">What it amounts to.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="Since">Since when it is in this state.</param>
/// <param name="CheckedAt">When it was last checked.</param>
/// <param name="LatencyMs">How long the middle one of the last minute's calls took.</param>
/// <param name="ErrorRate">Which share of them found no answer, 0 to 1.</param>
/// <param name="WeightUsed">How much of the fullest of the exchange's limits is used, 0 to 1.</param>
/// <param name="ClockOffsetMs">How far its clock is ahead of the platform's.</param>
/// <param name="SilentForMs">How long it has asked for silence yet; null where it has not.</param>
/// <param name="Accounts">The tenant's accounts that go by it.</param>
public sealed record ConnectionView(
    ExchangeId Exchange, string? Address, string? AddressInUse, ConnectionState State, int? Score,
    DateTimeOffset? Since, DateTimeOffset? CheckedAt, int? LatencyMs, decimal? ErrorRate, decimal? WeightUsed,
    int? ClockOffsetMs, int? SilentForMs, IReadOnlyList<StreamView> Accounts)
{
    /// <summary>Shows a connection. A check that is too old to mean anything is shown as none.</summary>
    public static ConnectionView Of(
        ExchangeId exchange, Uri? address, ConnectionHealth? health, IReadOnlyList<StreamView> accounts,
        DateTimeOffset now)
    {
        var origin = address?.GetLeftPart(UriPartial.Authority);
        if (health is null || now - health.CheckedAt > ConnectionHealth.GoodFor)
        {
            return new ConnectionView(
                exchange, origin, origin, ConnectionState.Unknown, null, null, health?.CheckedAt, null, null, null,
                null, null, accounts);
        }

        var vitals = health.Vitals;
        return new ConnectionView(
            exchange, origin, health.InUse.GetLeftPart(UriPartial.Authority), Shown(health.State), health.Score,
            health.Since, health.CheckedAt,
            Milliseconds(vitals.Latency),
            vitals.Calls == 0 ? null : Math.Round((decimal)vitals.Failures / vitals.Calls, 4),
            Math.Round((decimal)Math.Clamp(vitals.WeightUsed, 0, 1), 4), Milliseconds(vitals.ClockOffset),
            Milliseconds(vitals.SilentFor), accounts);
    }

    private static ConnectionState Shown(HealthState state) => state switch
    {
        HealthState.Healthy => ConnectionState.Healthy,
        HealthState.Degraded => ConnectionState.Degraded,
        _ => ConnectionState.Down,
    };

    private static int? Milliseconds(TimeSpan? time) =>
        time is { } known ? (int)Math.Clamp(Math.Round(known.TotalMilliseconds), int.MinValue, int.MaxValue) : null;
}

/// <summary>How one account is followed.</summary>
/// <param name="ConfigId">Which account.</param>
/// <param name="Stream">Where its own stream stands.</param>
/// <param name="Since">Since when; null where nobody has followed it yet.</param>
/// <param name="Trading">What may be traded on it.</param>
public sealed record StreamView(string ConfigId, StreamState Stream, DateTimeOffset? Since, TradingState Trading)
{
    /// <summary>Shows an account.</summary>
    public static StreamView Of(ExchangeAccount account, AccountConnection? connection, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new StreamView(
            account.Id.Text, connection?.Stream ?? StreamState.Absent, connection?.Since,
            account.TradingAt(now, null).State);
    }
}

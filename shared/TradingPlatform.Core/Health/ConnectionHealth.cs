using System.Text.Json.Serialization;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Health;

/// <summary>What the score of a connection amounts to. The order of the values is the order of severity.</summary>
public enum HealthState
{
    /// <summary>It works.</summary>
    Healthy = 1,

    /// <summary>It works, with faults that an order would feel.</summary>
    Degraded = 2,

    /// <summary>It is of no use.</summary>
    Down = 3,
}

/// <summary>The health of the way to one exchange, as it was last checked.</summary>
/// <param name="Exchange">Which exchange.</param>
/// <param name="Address">At which origin.</param>
/// <param name="Score">See <see cref="HealthScore"/>.</param>
/// <param name="State">What the scores amount to; it moves later than they do.</param>
/// <param name="Since">Since when.</param>
/// <param name="CheckedAt">When it was last checked. Where that is long ago, nobody checks it.</param>
public sealed record ConnectionHealth(
    ExchangeId Exchange, Uri Address, int Score, HealthState State, DateTimeOffset Since, DateTimeOffset CheckedAt)
{
    /// <summary>How long a check is good for: beyond it, nothing is known.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(2);

    private const int ChecksToWorsen = 2;
    private const int ChecksToBetter = 4;

    /// <summary>How it has fared.</summary>
    public required ConnectionVitals Vitals { get; init; }

    /// <summary>The address that calls go to.</summary>
    [JsonIgnore]
    public Uri InUse => Vitals.InUse ?? Address;

    /// <summary>How many accounts' streams should stand over it.</summary>
    public int Streams { get; init; }

    /// <summary>How many of them do, and are whole.</summary>
    public int LiveStreams { get; init; }

    /// <summary>How many checks in a row have spoken for <see cref="Leaning"/>.</summary>
    public int Leans { get; init; }

    /// <summary>The state that the last checks speak for.</summary>
    public HealthState Leaning { get; init; } = HealthState.Healthy;

    /// <summary>Where the chain of its events ends.</summary>
    public ChainEnd Audit { get; init; }

    /// <summary>The first check of a connection: it stands as the check says.</summary>
    public static ConnectionHealth First(
        ExchangeId exchange, ConnectionVitals vitals, int streams, int live, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(vitals);
        var score = HealthScore.Of(vitals, streams, live);
        var state = Level(score, HealthState.Healthy);
        return new ConnectionHealth(exchange, vitals.Address, score, state, now, now)
        {
            Vitals = vitals, Streams = streams, LiveStreams = live, Leaning = state,
        };
    }

    /// <summary>
    /// After another check. The state worsens after two checks in a row and betters after four, and a better one takes
    /// a higher score than the worse one was left at: so it does not flap.
    /// </summary>
    public ConnectionHealth After(ConnectionVitals vitals, int streams, int live, DateTimeOffset now)
    {
        var score = HealthScore.Of(vitals, streams, live);
        var leaning = Level(score, State);
        var leans = leaning == Leaning ? Leans + 1 : 1;
        var moves = leaning != State && leans >= (leaning > State ? ChecksToWorsen : ChecksToBetter);
        return this with
        {
            Score = score, CheckedAt = now, Vitals = vitals, Streams = streams, LiveStreams = live,
            Leaning = leaning, Leans = leans, State = moves ? leaning : State, Since = moves ? now : Since,
        };
    }

    private static HealthState Level(int score, HealthState now)
    {
        const int Band = 10;
        var degraded = now is HealthState.Healthy ? 70 : 70 + Band;
        var down = now is HealthState.Down ? 30 + Band : 30;
        return score < down ? HealthState.Down : score < degraded ? HealthState.Degraded : HealthState.Healthy;
    }
}

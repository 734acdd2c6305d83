namespace TradingPlatform.LocalHost;

/// <summary>How the local host runs, as its command line says.</summary>
public sealed record LocalSettings
{
    /// <summary>Where it listens; port 0 takes a free one.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Where everything is kept.</summary>
    public string Data { get; init; } = ".data";

    /// <summary>A simulated exchange that runs as a process of its own; null has one started in this process.</summary>
    public Uri? Exchange { get; init; }

    /// <summary>A DynamoDB to keep items in; null for the embedded SQLite store.</summary>
    public Uri? DynamoDb { get; init; }

    /// <summary>The table in that DynamoDB; made where it is not there.</summary>
    public string Table { get; init; } = "trading-platform";

    /// <summary>The lowest level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>Whether accounts' streams are followed; without them rounds alone bring orders up to date.</summary>
    public bool FollowsStreams { get; init; } = true;

    /// <summary>How often every account is reconciled.</summary>
    public TimeSpan ReconcileEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after one round over the accounts the next begins.</summary>
    public TimeSpan SyncEvery { get; init; } = TimeSpan.FromSeconds(1);
}

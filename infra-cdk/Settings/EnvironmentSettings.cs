using Amazon.CDK;

namespace TradingPlatform.Infra.Settings;

/// <summary>All in which one environment differs from another. Nothing here is secret.</summary>
internal sealed record EnvironmentSettings
{
    /// <summary>Stands in names and tags: <c>dev</c>, <c>staging</c>, <c>prod</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Where it runs. The account is that of the credentials which deploy it: one for each environment.
    /// </summary>
    public required string Region { get; init; }

    /// <summary>Where copies of its backups are kept.</summary>
    public required string CopyRegion { get; init; }

    /// <summary>A replica of the table in another region; null for none.</summary>
    public TableReplica? Replica { get; init; }

    /// <summary>The public zone of its names: the API is <c>api.</c> below it, mail is sent from it.</summary>
    public required DnsZone Zone { get; init; }

    /// <summary>What becomes of data when its stack is deleted.</summary>
    public required RemovalPolicy DataRemoval { get; init; }

    /// <summary>How long logs are kept, in days; one of the numbers that CloudWatch takes.</summary>
    public required int LogDays { get; init; }

    /// <summary>How many NAT gateways, each with a fixed address that traders can allow at their exchange.</summary>
    public required int NatGateways { get; init; }

    /// <summary>Instances of the REST functions that are kept warm.</summary>
    public required int WarmInstances { get; init; }

    /// <summary>At most so many instances of one function that serves events run at once.</summary>
    public required int EventConcurrency { get; init; }

    /// <summary>How many tasks follow the exchanges' streams; more than one, where one must be able to fail.</summary>
    public required int WorkerTasks { get; init; }

    /// <summary>What the API takes a second, all callers together.</summary>
    public required int RequestsPerSecond { get; init; }

    /// <summary>What one address may ask in five minutes before the firewall refuses it.</summary>
    public required int RequestsPerAddress { get; init; }

    /// <summary>Address ranges that may call what needs the role admin; none for any.</summary>
    public required IReadOnlyList<string> AdminAddresses { get; init; }

    /// <summary>Shield Advanced, which is a subscription of the account and is paid by the month.</summary>
    public bool ShieldAdvanced { get; init; }

    /// <summary>Who is mailed what the alarms say.</summary>
    public required string AlarmMail { get; init; }

    /// <summary>Backups are kept so many days.</summary>
    public required int BackupDays { get; init; }

    /// <summary>The app's origin, which browsers may call the API from.</summary>
    public string WebOrigin => $"https://app.{Zone.Name}";

    /// <summary>The API's host name.</summary>
    public string ApiHost => $"api.{Zone.Name}";
}

/// <summary>A public hosted zone of Route 53.</summary>
/// <param name="Id">Its id, <c>Z…</c>.</param>
/// <param name="Name">Its domain.</param>
internal sealed record DnsZone(string Id, string Name);

/// <summary>A second copy of the table, for a region that fails as a whole.</summary>
/// <param name="Region">Where.</param>
/// <param name="KeyArn">The KMS key there which encrypts it; it must be there before the replica is.</param>
internal sealed record TableReplica(string Region, string KeyArn);

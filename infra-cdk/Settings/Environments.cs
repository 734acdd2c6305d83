using Amazon.CDK;

namespace TradingPlatform.Infra.Settings;

/// <summary>The environments. This is the one file in which they differ.</summary>
internal static class Environments
{
    private const string Region = "eu-west-1";
    private const string CopyRegion = "eu-central-1";

    /// <summary>All of them, in the order in which a change goes through them.</summary>
    public static IReadOnlyList<EnvironmentSettings> All { get; } =
    [
        new()
        {
            Name = "dev",
            Region = Region,
            CopyRegion = CopyRegion,
            Zone = new DnsZone("Z0000000000000000DEV", "dev.trading-platform.example"),
            DataRemoval = RemovalPolicy.DESTROY,
            LogDays = 14,
            NatGateways = 1,
            WarmInstances = 0,
            EventConcurrency = 5,
            WorkerTasks = 1,
            RequestsPerSecond = 50,
            RequestsPerAddress = 2_000,
            AdminAddresses = [],
            AlarmMail = "alarms@dev.trading-platform.example",
            BackupDays = 7,
        },
        new()
        {
            Name = "staging",
            Region = Region,
            CopyRegion = CopyRegion,
            Zone = new DnsZone("Z00000000000000STAGE", "staging.trading-platform.example"),
            DataRemoval = RemovalPolicy.RETAIN,
            LogDays = 30,
            NatGateways = 1,
            WarmInstances = 0,
            EventConcurrency = 10,
            WorkerTasks = 1,
            RequestsPerSecond = 200,
            RequestsPerAddress = 2_000,
            AdminAddresses = ["203.0.113.0/24"],
            AlarmMail = "alarms@staging.trading-platform.example",
            BackupDays = 14,
        },
        new()
        {
            Name = "prod",
            Region = Region,
            CopyRegion = CopyRegion,
            Zone = new DnsZone("Z000000000000000PROD", "trading-platform.example"),
            DataRemoval = RemovalPolicy.RETAIN,
            LogDays = 365,
            NatGateways = 2,
            WarmInstances = 2,
            EventConcurrency = 50,
            WorkerTasks = 2,
            RequestsPerSecond = 1_000,
            RequestsPerAddress = 3_000,
            AdminAddresses = ["203.0.113.0/24"],
            AlarmMail = "alarms@trading-platform.example",
            BackupDays = 35,
        },
    ];
}

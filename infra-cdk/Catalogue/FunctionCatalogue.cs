using TradingPlatform.Core.Queues;
using TradingPlatform.Credentials;
using TradingPlatform.Hosting.InternalCalls;
using TradingPlatform.MarketData;
using TradingPlatform.Orders;
using TradingPlatform.Reconciliation;

namespace TradingPlatform.Infra.Catalogue;

/// <summary>Every function and worker. A new one is an entry here; everything else follows from it.</summary>
internal static class FunctionCatalogue
{
    private const int RequestSeconds = 27;
    private const int EventSeconds = 120;

    private static readonly FunctionPackage Orders = FunctionPackage.Of<OrdersModule>();

    private static readonly FunctionPackage Credentials = FunctionPackage.Of<CredentialsModule>(
        "Exchanges:AllowedOrigins", "Exchanges:AllowLoopback", "Credentials:OldKeyMinutes");

    private static readonly FunctionPackage Reconciliation = FunctionPackage.Of<ReconciliationModule>();

    private static readonly FunctionPackage MarketData = FunctionPackage.Of<MarketDataModule>(
        "MarketData:MaxShards", "MarketData:RefreshSeconds", "MarketData:CheckSeconds", "MarketData:WorkerName",
        "Hosting:DataDirectory");

    private static readonly Permit[] Items =
    [
        new Permit.Items(
            "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"),
        new Permit.Silences(),
    ];

    private static readonly Permit ReadKeys = new Permit.Secrets(
        "exchanges", "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new()
        {
            Package = Orders,
            Handler = FunctionDefinition.Rest,
            TimeoutSeconds = RequestSeconds,
            Permits = [.. Items, ReadKeys],
        },
        new()
        {
            Package = Orders,
            Handler = FunctionDefinition.Events,
            TimeoutSeconds = EventSeconds,
            Triggers =
            [
                new Trigger.Schedule(OrdersModule.SyncSchedule, 1),
                new Trigger.Stream(OrdersModule.Outbox),
                new Trigger.BusEvents([.. KeyNews.Events]),
                new Trigger.Queue(WorkQueues.SettleOrders, 1),
            ],
            Permits =
            [
                .. Items, new Permit.AllAccounts(), ReadKeys, new Permit.Bus(),
                new Permit.SendTo(WorkQueues.SettleOrders),
            ],
        },
        new()
        {
            Package = Reconciliation,
            Handler = FunctionDefinition.Rest,
            TimeoutSeconds = RequestSeconds,
            Permits = [.. Items, ReadKeys, new Permit.SendTo(WorkQueues.ReconcileAccounts)],
        },
        new()
        {
            Package = Reconciliation,
            Handler = FunctionDefinition.Events,
            TimeoutSeconds = EventSeconds,
            Triggers =
            [
                new Trigger.Schedule(ReconciliationModule.Schedule, 5),
                new Trigger.Queue(WorkQueues.ReconcileAccounts, 1),
            ],
            Permits =
            [
                .. Items, new Permit.AllAccounts(), ReadKeys, new Permit.SendTo(WorkQueues.ReconcileAccounts),
            ],
        },
        new()
        {
            Package = Credentials,
            Handler = FunctionDefinition.Rest,
            TimeoutSeconds = RequestSeconds,
            Permits =
            [
                .. Items,
                new Permit.Secrets(
                    "exchanges",
                    "secretsmanager:CreateSecret",
                    "secretsmanager:TagResource",
                    "secretsmanager:PutSecretValue",
                    "secretsmanager:GetSecretValue",
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:DeleteSecret"),
            ],
        },
        new()
        {
            Package = Credentials,
            Handler = FunctionDefinition.Events,
            TimeoutSeconds = EventSeconds,
            Triggers =
            [
                new Trigger.Schedule(CredentialsModule.SweepSchedule, 5),
                new Trigger.Schedule(CredentialsModule.RevalidateSchedule, 60),
                new Trigger.BusEvents(RefusedKeys.Event),
                new Trigger.Rotation(CredentialsModule.Rotation, InternalSignature.Secret.Path, 30),
            ],
            Permits =
            [
                .. Items,
                new Permit.AllAccounts(),
                new Permit.SecretNames(),
                new Permit.Secrets(
                    "exchanges",
                    "secretsmanager:GetSecretValue",
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:UpdateSecretVersionStage",
                    "secretsmanager:DeleteSecret"),
                new Permit.PlatformItems(),
                new Permit.Secrets(
                    "platform",
                    "secretsmanager:GetSecretValue",
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:PutSecretValue",
                    "secretsmanager:UpdateSecretVersionStage"),
            ],
        },
    ];

    /// <summary>What runs all the time and so is no Lambda function.</summary>
    public static IReadOnlyList<WorkerDefinition> Workers { get; } =
    [
        new()
        {
            Package = MarketData,
            Permits = [.. Items, new Permit.AllAccounts(), ReadKeys],
        },
    ];

    /// <summary>The packages of functions, each once.</summary>
    public static IEnumerable<FunctionPackage> Packages => All.Select(function => function.Package).Distinct();
}

using TradingPlatform.Credentials;
using TradingPlatform.Orders;

namespace TradingPlatform.Infra.Catalogue;

/// <summary>Every Lambda function. A new one is an entry here; everything else follows from it.</summary>
internal static class FunctionCatalogue
{
    private const int RequestSeconds = 27;
    private const int EventSeconds = 120;

    private static readonly FunctionPackage Orders = FunctionPackage.Of<OrdersModule>();

    private static readonly FunctionPackage Credentials = FunctionPackage.Of<CredentialsModule>(
        "Exchanges:AllowedOrigins", "Exchanges:AllowLoopback");

    private static readonly Permit AllItems = new Permit.Items(
        "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");

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
            Permits = [AllItems, ReadKeys],
        },
        new()
        {
            Package = Orders,
            Handler = FunctionDefinition.Events,
            TimeoutSeconds = EventSeconds,
            Triggers = [new Trigger.Schedule(OrdersModule.SyncSchedule, 1), new Trigger.Stream(OrdersModule.Outbox)],
            Permits = [AllItems, new Permit.AllAccounts(), ReadKeys, new Permit.Bus()],
        },
        new()
        {
            Package = Credentials,
            Handler = FunctionDefinition.Rest,
            TimeoutSeconds = RequestSeconds,
            Permits =
            [
                AllItems,
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
    ];

    /// <summary>The packages, each once.</summary>
    public static IEnumerable<FunctionPackage> Packages => All.Select(function => function.Package).Distinct();
}

using TradingPlatform.Infra.Settings;

namespace TradingPlatform.Infra.Catalogue;

/// <summary>What a function is told by its environment. Values are plain words: none is a secret.</summary>
internal static class FunctionSettings
{
    /// <summary>The one folder in which a worker may write; it goes with its task.</summary>
    public const string WorkFolder = "/work";

    private static readonly IReadOnlyList<string> ReadByAll =
    [
        "Store:Table",
        "Events:Bus",
        "Queues:UrlPrefix",
        "Vault:Environment",
        "Vault:KmsKeyId",
        "Hosting:MetricsPerTenant",
        "Hosting:ExportMetrics",
        "Hosting:WebOrigin",
        "Exchanges:PaperUrl",
    ];

    /// <summary>Settings that are read and left as they are, and why.</summary>
    public static IReadOnlyDictionary<string, string> LeftOut { get; } = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["MarketData:WorkerName"] = "Two tasks of one name would hold one another's leases: each makes its own.",
    };

    /// <summary>A function's settings, by the names under which it reads them.</summary>
    public static IReadOnlyDictionary<string, string> Of(FunctionPackage package, EnvironmentSettings environment) =>
        ReadByAll.Concat(package.Settings).Where(name => !LeftOut.ContainsKey(name)).ToDictionary(
            name => name,
            name => ValueOf(name, environment, new ResourceNames(environment.Name)),
            StringComparer.Ordinal);

    /// <summary>A setting's name as an environment variable, which knows no colon.</summary>
    public static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    private static string ValueOf(
        string setting, EnvironmentSettings environment, ResourceNames names) => setting switch
    {
        "Store:Table" => names.Table,
        "Events:Bus" => names.Bus,
        "Queues:UrlPrefix" => names.QueueUrls(environment),
        "Vault:Environment" => environment.Name,
        "Vault:KmsKeyId" => names.SecretsKeyAlias,
        // Each tenant would be a billed metric; what is a tenant's own is asked of the logs.
        "Hosting:MetricsPerTenant" => "false",
        "Hosting:ExportMetrics" => "true",
        "Hosting:WebOrigin" => environment.WebOrigin,
        "Exchanges:PaperUrl" => names.PaperExchange,
        // The exchanges' sandboxes; everything else is their production, which needs no mention.
        "Exchanges:AllowedOrigins" => "https://testnet.binance.vision",
        "Exchanges:AllowLoopback" => "false",
        // A day: long enough for what was signed with the old key to end, and to go back by hand.
        "Credentials:OldKeyMinutes" => "1440",
        "Hosting:DataDirectory" => WorkFolder,
        // All of them: what is over when a task stops is taken up by the others.
        "MarketData:MaxShards" => "16",
        "MarketData:RefreshSeconds" => "5",
        "MarketData:CheckSeconds" => "10",
        _ => throw new InvalidOperationException($"Nothing is known of the setting {setting}."),
    };
}

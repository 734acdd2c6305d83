namespace TradingPlatform.Infra.Settings;

/// <summary>
/// The names of what one environment deploys. They are decided here and not by CloudFormation, so that stacks need not
/// export them to one another, and so that what is where can be read off the console.
/// </summary>
internal sealed record ResourceNames(string Environment)
{
    private const string Application = "trading-platform";

    /// <summary>What every name begins with.</summary>
    public string Prefix => $"{Application}-{Environment}";

    /// <summary>The table.</summary>
    public string Table => Prefix;

    /// <summary>The event bus.</summary>
    public string Bus => Prefix;

    /// <summary>The key that secrets are encrypted with.</summary>
    public string SecretsKeyAlias => $"alias/{Prefix}-secrets";

    /// <summary>The vault of backups, of the same name in every region.</summary>
    public string BackupVault => Prefix;

    /// <summary>Where everything internal has its name.</summary>
    public string InternalZone => $"{Environment}.{Application}.internal";

    /// <summary>The simulated exchange, which paper accounts trade on.</summary>
    public string PaperExchange => $"http://exchange.{InternalZone}:{PaperPort}";

    /// <summary>Where it listens.</summary>
    public const int PaperPort = 5081;

    /// <summary>
    /// What the addresses of its queues begin with, up to the queue's name. Which account it is deployed to is known to
    /// CloudFormation alone.
    /// </summary>
    public string QueueUrls(EnvironmentSettings environment) =>
        $"https://sqs.{environment.Region}.amazonaws.com/{Amazon.CDK.Aws.ACCOUNT_ID}/{Prefix}-";

    /// <summary>A thing of this environment.</summary>
    public string Of(string what) => $"{Prefix}-{what}";

    /// <summary>A stack's id: <c>TradingPlatform-prod-Data</c>.</summary>
    public string Stack(string what) => $"TradingPlatform-{Environment}-{what}";
}

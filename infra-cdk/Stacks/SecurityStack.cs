using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// The keys that everything else is encrypted with, which outlive it, and what stands before the API. The platform's
/// own secrets stand beside the function that rotates them, in <see cref="FunctionsStack"/>.
/// </summary>
internal sealed class SecurityStack : Stack
{
    private static readonly string[] PlatformServices =
        ["cloudwatch.amazonaws.com", "events.amazonaws.com", "ses.amazonaws.com", "backup.amazonaws.com"];

    public SecurityStack(Construct scope, Deployment deployment, IReadOnlyList<ApiRoute> routes)
        : base(scope, deployment.Names.Stack("Security"), deployment.Stack("encryption keys and firewall"))
    {
        var names = deployment.Names;
        TableKey = Make("TableKey", $"alias/{names.Of("table")}", "The table's items.");
        SecretsKey = Make("SecretsKey", names.SecretsKeyAlias, "Keys of exchange accounts and the platform's secrets.");
        PlatformKey = Make("PlatformKey", $"alias/{names.Of("platform")}", "Logs, alarms, archives and backups.");
        LetServicesUse(PlatformKey);
        Firewall = new Firewall(this, deployment, routes);
        if (deployment.Environment.ShieldAdvanced)
        {
            // What Shield can protect of this: the names. API Gateway itself stands behind the firewall.
            _ = new CfnResource(this, "Shield", new CfnResourceProps
            {
                Type = "AWS::Shield::Protection",
                Properties = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["Name"] = names.Of("zone"),
                    ["ResourceArn"] =
                        $"arn:{Amazon.CDK.Aws.PARTITION}:route53:::hostedzone/{deployment.Environment.Zone.Id}",
                },
            });
        }
    }

    /// <summary>What stands before the API.</summary>
    public Firewall Firewall { get; }

    /// <summary>Encrypts the table.</summary>
    public Key TableKey { get; }

    /// <summary>Encrypts secrets, and nothing else.</summary>
    public Key SecretsKey { get; }

    /// <summary>Encrypts what holds neither items nor secrets.</summary>
    public Key PlatformKey { get; }

    private Key Make(string id, string alias, string description) => new(this, id, new KeyProps
    {
        Alias = alias,
        Description = description,
        EnableKeyRotation = true,
        PendingWindow = Duration.Days(30),
        // Also where data is not kept: a deleted key takes backups and logs with it.
        RemovalPolicy = RemovalPolicy.RETAIN,
    });

    private static void LetServicesUse(Key key)
    {
        key.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "ServicesOfThisAccount",
            Principals = [.. PlatformServices.Select(service => new ServicePrincipal(service))],
            Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
            Resources = ["*"],
            Conditions = PolicyLine.Where("StringEquals", "aws:SourceAccount", Amazon.CDK.Aws.ACCOUNT_ID),
        }));
        key.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "LogsOfThisAccount",
            Principals = [new ServicePrincipal($"logs.{Amazon.CDK.Aws.REGION}.amazonaws.com")],
            Actions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey",
                "kms:DescribeKey"],
            Resources = ["*"],
            Conditions = PolicyLine.Where(
                "ArnLike", "kms:EncryptionContext:aws:logs:arn", Deployment.Arn("logs", "log-group:*")),
        }));
    }
}

using Amazon.CDK.AWS.IAM;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Aws.Vault;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// Writes permits as statements. Their names begin with <see cref="ForCode"/>, by which a test finds them and holds
/// them against what the code calls.
/// </summary>
internal sealed class CodePolicy(Deployment deployment, SecurityStack security, DataStack data)
{
    /// <summary>Begins the name of a statement that a program's code needs.</summary>
    public const string ForCode = "Code";

    /// <summary>Keys of a tenant's items, by which the table is fenced.</summary>
    public const string Tenants = "TENANT#*";

    /// <summary>Keys of the second index.</summary>
    public const string AllAccounts = "ACCOUNTS#*";

    /// <summary>Keys of what an exchange has asked for, whoever trades there.</summary>
    public const string Exchanges = "EXCHANGE#*";

    /// <summary>Keys of what is the platform's own.</summary>
    public const string Platform = "PLATFORM#*";

    /// <summary>The statements of these permits, with those of the keys that they need.</summary>
    public IEnumerable<PolicyStatement> Of(IReadOnlyList<Permit> permits)
    {
        foreach (var statement in permits.SelectMany(Statements))
        {
            yield return statement;
        }

        if (permits.Any(permit => permit is Permit.Items or Permit.AllAccounts
            or Permit.Silences or Permit.PlatformItems))
        {
            yield return PolicyLine.Key(
                $"{ForCode}TableKey", security.TableKey.KeyArn, "dynamodb",
                "kms:Decrypt", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey",
                "kms:DescribeKey");
        }

        if (permits.OfType<Permit.Secrets>().Any())
        {
            yield return PolicyLine.Key(
                $"{ForCode}SecretsKey", security.SecretsKey.KeyArn, "secretsmanager",
                "kms:Decrypt", "kms:GenerateDataKey");
        }
    }

    private IEnumerable<PolicyStatement> Statements(Permit permit) => permit switch
    {
        Permit.Items items => Items(items),
        Permit.AllAccounts =>
            [OnTable("AllAccounts", permit.Actions, AllAccounts, $"/index/{DynamoDbSchema.Index2.Name}")],
        Permit.Silences => [OnTable("Silences", permit.Actions, Exchanges, "")],
        Permit.PlatformItems => [OnTable("PlatformItems", permit.Actions, Platform, "")],
        Permit.Secrets secrets => [Code($"Secrets{Word(secrets.Path)}", permit, SecretsBelow(secrets.Path))],
        // AWS knows no resource for it: it answers names, and never a value.
        Permit.SecretNames => [Code("SecretNames", permit, "*")],
        Permit.Bus => [Code("Bus", permit, Deployment.Arn("events", $"event-bus/{deployment.Names.Bus}"))],
        Permit.SendTo send => [Code(
            $"SendTo{Word(send.Name)}", permit, Deployment.Arn("sqs", deployment.Names.Of(send.Name)))],
        _ => throw new InvalidOperationException($"Nothing is known of {permit}."),
    };

    // One role works for all tenants, so it is fenced to keys that are somebody's (docs/adr/0020); nothing can be asked
    // that has no key at all, for Scan and PartiQL are granted to nobody.
    private IEnumerable<PolicyStatement> Items(Permit.Items items)
    {
        yield return OnTable("Items", items.Actions, Tenants, "");
        if (items.Actions.Contains("dynamodb:Query", StringComparer.Ordinal))
        {
            yield return OnTable("ItemsByTime", ["dynamodb:Query"], Tenants, $"/index/{DynamoDbSchema.Index1.Name}");
        }
    }

    private PolicyStatement OnTable(string sid, IReadOnlyList<string> actions, string keys, string below) =>
        PolicyLine.Allow(
            ForCode + sid, actions, data.Table.TableArn + below,
            "ForAllValues:StringLike", "dynamodb:LeadingKeys", keys);

    private static PolicyStatement Code(string sid, Permit permit, string resource) =>
        PolicyLine.Allow(ForCode + sid, permit.Actions, resource);

    private string SecretsBelow(string path) => Deployment.Arn(
        "secretsmanager", $"secret:{new VaultPlace(deployment.Environment.Name, "-").Prefix}{path}/*");

    internal static string Word(string path) =>
        string.Concat(path.Split('/', '-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}

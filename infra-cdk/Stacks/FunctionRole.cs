using Amazon.CDK.AWS.IAM;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Aws.Vault;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// Writes the one policy of a function's role. Statements whose name begins with <see cref="ForCode"/> come from the
/// function's permits, which a test holds against what its code calls; those that begin with <see cref="ForLambda"/> are
/// what Lambda itself does with the role. The constructs may add none: they would grant more than is needed.
/// </summary>
internal sealed class FunctionRole(FunctionParts parts, FunctionDefinition function)
{
    /// <summary>Begins the name of a statement that the function's code needs.</summary>
    public const string ForCode = "Code";

    /// <summary>Begins the name of a statement that Lambda needs.</summary>
    public const string ForLambda = "Lambda";

    /// <summary>Keys of a tenant's items, by which the table is fenced.</summary>
    public const string Tenants = "TENANT#*";

    /// <summary>Keys of the second index.</summary>
    public const string AllAccounts = "ACCOUNTS#*";

    /// <summary>Keys of what an exchange has asked for, whoever trades there.</summary>
    public const string Exchanges = "EXCHANGE#*";

    private static readonly string[] NetworkInterfaces =
    [
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    ];

    private static readonly string[] Reading =
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"];

    /// <summary>Writes it.</summary>
    /// <param name="functionArn">The function's.</param>
    /// <param name="logArn">The ARN of its log group.</param>
    /// <param name="failuresArn">The ARN of the queue of what it could not handle; null where it has none.</param>
    public PolicyDocument Write(string functionArn, string logArn, string? failuresArn) => new(new PolicyDocumentProps
    {
        Statements = [.. CodeStatements(), .. LambdaStatements(functionArn, logArn, failuresArn)],
    });

    private IEnumerable<PolicyStatement> CodeStatements()
    {
        foreach (var statement in function.Permits.SelectMany(Statements))
        {
            yield return statement;
        }

        if (function.Permits.Any(permit => permit is Permit.Items or Permit.AllAccounts or Permit.Silences))
        {
            yield return PolicyLine.Key(
                $"{ForCode}TableKey", parts.Security.TableKey.KeyArn, "dynamodb",
                "kms:Decrypt", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey",
                "kms:DescribeKey");
        }

        if (function.Permits.OfType<Permit.Secrets>().Any())
        {
            yield return PolicyLine.Key(
                $"{ForCode}SecretsKey", parts.Security.SecretsKey.KeyArn, "secretsmanager",
                "kms:Decrypt", "kms:GenerateDataKey");
        }
    }

    private IEnumerable<PolicyStatement> Statements(Permit permit) => permit switch
    {
        Permit.Items items => Items(items),
        Permit.AllAccounts =>
            [OnTable("AllAccounts", permit.Actions, AllAccounts, $"/index/{DynamoDbSchema.Index2.Name}")],
        Permit.Silences => [OnTable("Silences", permit.Actions, Exchanges, "")],
        Permit.Secrets secrets => [Code($"Secrets{Word(secrets.Path)}", permit, SecretsBelow(secrets.Path))],
        // AWS knows no resource for it: it answers names, and never a value.
        Permit.SecretNames => [Code("SecretNames", permit, "*")],
        Permit.Bus => [Code("Bus", permit, Deployment.Arn("events", $"event-bus/{parts.Deployment.Names.Bus}"))],
        Permit.SendTo send => [Code(
            $"SendTo{Word(send.Name)}", permit, Deployment.Arn("sqs", parts.Deployment.Names.Of(send.Name)))],
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

    private IEnumerable<PolicyStatement> LambdaStatements(string functionArn, string logArn, string? failuresArn)
    {
        yield return PolicyLine.Allow($"{ForLambda}Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], logArn);
        yield return PolicyLine.Allow(
            $"{ForLambda}Traces", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*");
        yield return PolicyLine.Allow($"{ForLambda}Network", NetworkInterfaces, "*");
        // Lambda joins the network in the function's name; the function's own code may not.
        yield return PolicyLine.Deny(
            $"{ForLambda}NetworkNotForCode", NetworkInterfaces, "ArnEquals", "lambda:SourceFunctionArn", functionArn);
        if (failuresArn is not null)
        {
            yield return PolicyLine.Allow($"{ForLambda}Failures", ["sqs:SendMessage"], failuresArn);
        }

        foreach (var trigger in function.Triggers)
        {
            switch (trigger)
            {
                case Trigger.Stream:
                    yield return PolicyLine.Allow(
                        $"{ForLambda}Stream",
                        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
                            "dynamodb:ListStreams"],
                        parts.Data.Table.TableStreamArn!);
                    break;
                case Trigger.Queue queue:
                    yield return PolicyLine.Allow(
                        $"{ForLambda}Queue{Word(queue.Name)}",
                        Reading,
                        Deployment.Arn("sqs", parts.Deployment.Names.Of(queue.Name)));
                    break;
            }
        }
    }

    private PolicyStatement OnTable(string sid, IReadOnlyList<string> actions, string keys, string below) =>
        PolicyLine.Allow(
            ForCode + sid, actions, parts.Data.Table.TableArn + below,
            "ForAllValues:StringLike", "dynamodb:LeadingKeys", keys);

    private static PolicyStatement Code(string sid, Permit permit, string resource) =>
        PolicyLine.Allow(ForCode + sid, permit.Actions, resource);

    private string SecretsBelow(string path) => Deployment.Arn(
        "secretsmanager", $"secret:{new VaultPlace(parts.Deployment.Environment.Name, "-").Prefix}{path}/*");

    private static string Word(string path) =>
        string.Concat(path.Split('/', '-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}

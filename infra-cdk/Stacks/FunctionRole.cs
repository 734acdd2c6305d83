using Amazon.CDK.AWS.IAM;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// Writes the one policy of a function's role: what its permits say, and, under names that begin with
/// <see cref="ForLambda"/>, what Lambda itself does with the role. The constructs may add nothing: they would grant
/// more than is needed.
/// </summary>
internal sealed class FunctionRole(FunctionParts parts, FunctionDefinition function)
{
    /// <summary>Begins the name of a statement that Lambda needs.</summary>
    public const string ForLambda = "Lambda";

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
        Statements =
        [
            .. new CodePolicy(parts.Deployment, parts.Security, parts.Data).Of(function.Permits),
            .. LambdaStatements(functionArn, logArn, failuresArn),
        ],
    });

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
                        $"{ForLambda}Queue{CodePolicy.Word(queue.Name)}",
                        Reading,
                        Deployment.Arn("sqs", parts.Deployment.Names.Of(queue.Name)));
                    break;
            }
        }
    }
}

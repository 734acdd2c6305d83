using System.Text.Json;
using System.Text.Json.Nodes;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Packaged;

/// <summary>
/// Judges calls by the policy that the template gives a role, as IAM would as far as these policies go: actions, the
/// table or one of its indexes, leading keys, names of secrets.
/// </summary>
internal sealed class RolePolicy(SynthesisedStack stack, string function)
{
    private readonly List<JsonObject> _statements = [.. stack.Resources("AWS::IAM::Role")
        .Single(role => stack.Resolve(role.Properties["RoleName"]).Contains($"-{function}-", StringComparison.Ordinal))
        .Properties["Policies"]!.AsArray()
        .SelectMany(policy => policy!["PolicyDocument"]!["Statement"]!.AsArray())
        .Select(statement => statement!.AsObject())
        .Where(statement => statement["Effect"]!.GetValue<string>() == "Allow")];

    /// <summary>What the call asks for and may not; null where it may.</summary>
    public string? Refuse(string target, JsonElement body)
    {
        var (service, operation) = (target.Split('.')[0].Split('_')[0].ToLowerInvariant(), target.Split('.')[1]);
        var asked = service switch
        {
            "dynamodb" when operation == "TransactWriteItems" =>
                body.GetProperty("TransactItems").EnumerateArray().SelectMany(OfTransaction),
            "dynamodb" => [($"dynamodb:{operation}", Place(body), KeyOf(operation, body))],
            "secretsmanager" => [($"secretsmanager:{operation}", body.GetProperty("SecretId").GetString()!, null)],
            "awsevents" => [($"events:{operation}", "event-bus", null)],
            _ => [(target, "", (string?)null)],
        };
        return asked.Where(one => !_statements.Exists(statement => Allows(statement, one)))
            .Select(one => $"{one.Item1} on {one.Item2} {one.Item3}").FirstOrDefault();
    }

    private bool Allows(JsonObject statement, (string Action, string Place, string? Key) asked)
    {
        var actions = statement["Action"] is JsonArray many
            ? many.Select(action => action!.GetValue<string>())
            : [statement["Action"]!.GetValue<string>()];
        var resource = stack.Resolve(statement["Resource"]);
        var keys = statement["Condition"]?["ForAllValues:StringLike"]?["dynamodb:LeadingKeys"]?.GetValue<string>();
        return actions.Contains(asked.Action)
            && (asked.Action.StartsWith("secretsmanager:", StringComparison.Ordinal)
                ? resource.EndsWith('*') && asked.Place.StartsWith(
                    resource.Split(":secret:")[1].TrimEnd('*'), StringComparison.Ordinal)
                : asked.Place is "event-bus" || IndexOf(resource) == asked.Place)
            && (keys is null || asked.Key?.StartsWith(keys.TrimEnd('*'), StringComparison.Ordinal) is true);
    }

    private static string IndexOf(string resource) =>
        resource.Split("/index/") is [_, var index] ? index : "the table";

    private static string Place(JsonElement body) =>
        body.TryGetProperty("IndexName", out var index) && index.GetString() is { } name ? name : "the table";

    private static IEnumerable<(string, string, string?)> OfTransaction(JsonElement item) =>
        item.EnumerateObject().Select(part => ($"dynamodb:{part.Name}Item", "the table", KeyOf(part.Name, part.Value)));

    private static string? KeyOf(string operation, JsonElement body) => operation switch
    {
        "Query" => body.GetProperty("ExpressionAttributeValues").GetProperty(":partition").GetProperty("S").GetString(),
        "PutItem" or "Put" => body.GetProperty("Item").GetProperty("PK").GetProperty("S").GetString(),
        _ => body.GetProperty("Key").GetProperty("PK").GetProperty("S").GetString(),
    };
}

using Amazon.CDK.AWS.IAM;

namespace TradingPlatform.Infra.Stacks;

/// <summary>Statements of IAM, each in a line.</summary>
internal static class PolicyLine
{
    /// <summary>Allows these actions on one resource.</summary>
    public static PolicyStatement Allow(string name, IReadOnlyList<string> actions, string resource) =>
        new(new PolicyStatementProps { Sid = name, Actions = [.. actions], Resources = [resource] });

    /// <summary>Allows them where a condition holds.</summary>
    public static PolicyStatement Allow(
        string name, IReadOnlyList<string> actions, string resource, string test, string key, string value) =>
        new(new PolicyStatementProps
        {
            Sid = name, Actions = [.. actions], Resources = [resource], Conditions = Where(test, key, value),
        });

    /// <summary>Denies them everywhere, where a condition holds.</summary>
    public static PolicyStatement Deny(
        string name, IReadOnlyList<string> actions, string test, string key, string value) =>
        new(new PolicyStatementProps
        {
            Sid = name, Effect = Effect.DENY, Actions = [.. actions], Resources = ["*"],
            Conditions = Where(test, key, value),
        });

    /// <summary>Denies them to anyone, where a condition holds: for a resource's own policy.</summary>
    public static PolicyStatement DenyAnyone(
        string name, IReadOnlyList<string> actions, string test, string key, string value) =>
        new(new PolicyStatementProps
        {
            Sid = name, Effect = Effect.DENY, Principals = [new AnyPrincipal()], Actions = [.. actions],
            Conditions = Where(test, key, value),
        });

    /// <summary>Allows the use of a key by way of one service alone.</summary>
    public static PolicyStatement Key(string name, string keyArn, string service, params string[] actions) => Allow(
        name, actions, keyArn, "StringEquals", "kms:ViaService", $"{service}.{Amazon.CDK.Aws.REGION}.amazonaws.com");

    /// <summary>One condition.</summary>
    public static Dictionary<string, object> Where(string test, string key, string value) =>
        new(StringComparer.Ordinal)
        {
            [test] = new Dictionary<string, object>(StringComparer.Ordinal) { [key] = value },
        };
}

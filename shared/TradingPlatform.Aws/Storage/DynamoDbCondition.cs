using Amazon.DynamoDBv2.Model;
using Condition = TradingPlatform.Core.Storage.Condition;

namespace TradingPlatform.Aws.Storage;

/// <summary>A condition as DynamoDB's expressions say it; all null where there is none.</summary>
internal sealed record DynamoDbCondition(
    string? Expression, Dictionary<string, string>? Names, Dictionary<string, AttributeValue>? Values)
{
    /// <summary>Holds for an item that has not expired, and where there is no item.</summary>
    public const string Alive = "(attribute_not_exists(#ttl) OR #ttl > :now)";

    /// <summary>Expresses the condition as of now, in seconds since 1970: an expired item counts as absent.</summary>
    public static DynamoDbCondition Of(Condition condition, long now) => condition switch
    {
        Condition.Always => new(null, null, null),
        Condition.Missing => new($"attribute_not_exists({DynamoDbSchema.Table.Partition}) OR #ttl <= :now",
            Ttl(),
            Now(now)),
        Condition.AtVersion at => new($"#version = :version AND {Alive}",
            new(Ttl(), StringComparer.Ordinal) { ["#version"] = DynamoDbSchema.Version },
            new(Now(now), StringComparer.Ordinal) { [":version"] = DynamoDbItems.Number(at.Number) }),
        _ => throw new ArgumentException($"The condition {condition} is not known here.", nameof(condition)),
    };

    /// <summary>The name that <see cref="Alive"/> needs: the word is reserved in expressions.</summary>
    public static Dictionary<string, string> Ttl() =>
        new(StringComparer.Ordinal) { ["#ttl"] = DynamoDbSchema.TimeToLive };

    /// <summary>The value that <see cref="Alive"/> needs.</summary>
    public static Dictionary<string, AttributeValue> Now(long now) =>
        new(StringComparer.Ordinal) { [":now"] = DynamoDbItems.Number(now) };
}

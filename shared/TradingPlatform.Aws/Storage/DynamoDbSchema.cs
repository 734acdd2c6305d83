namespace TradingPlatform.Aws.Storage;

/// <summary>A partition key and a sort key, both text.</summary>
public sealed record DynamoDbKeys(string Partition, string Sort);

/// <summary>The keys, indexes and attribute names of the table. What deploys it is compared with this.</summary>
public static class DynamoDbSchema
{
    /// <summary>The attribute that holds the time to live, in seconds since 1970.</summary>
    public const string TimeToLive = "ttl";

    internal const string Version = "version";
    internal const string Document = "doc";
    /// <summary>True on an item that is to leave over the event bus; not there on any other.</summary>
    public const string Outbound = "outbound";

    /// <summary>Which put left the item as it is: see <see cref="DynamoDbItemStore"/>.</summary>
    internal const string PutId = "putId";

    /// <summary>Which add was the latest: see <see cref="DynamoDbItemStore"/>.</summary>
    internal const string AddId = "addId";

    /// <summary>Begins the name of each counter's attribute, so that none meets another attribute's name.</summary>
    internal const string CounterPrefix = "c_";

    /// <summary>The table's keys.</summary>
    public static DynamoDbKeys Table { get; } = new("PK", "SK");

    /// <summary>The name and keys of the first index; it projects all attributes.</summary>
    public static (string Name, DynamoDbKeys Keys) Index1 { get; } = ("gsi1", new("gsi1pk", "gsi1sk"));

    /// <summary>The name and keys of the second index; it projects all attributes.</summary>
    public static (string Name, DynamoDbKeys Keys) Index2 { get; } = ("gsi2", new("gsi2pk", "gsi2sk"));
}

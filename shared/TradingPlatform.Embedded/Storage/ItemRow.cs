using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>An item as a row: the same columns, in the same order, in the table and in the outbox.</summary>
internal static class ItemRow
{
    /// <summary>The columns, in the order of <see cref="Bind"/> and <see cref="Read"/>.</summary>
    public const string Columns = "pk, sk, version, doc, counters, gsi1pk, gsi1sk, gsi2pk, gsi2sk, ttl, outbound";

    /// <summary>A parameter for each column.</summary>
    public const string Parameters = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11";

    /// <summary>Sets each column but those of the key, to the same parameters.</summary>
    public const string Assignments =
        "version = ?3, doc = ?4, counters = ?5, gsi1pk = ?6, gsi1sk = ?7, gsi2pk = ?8, gsi2sk = ?9, ttl = ?10, "
        + "outbound = ?11";

    /// <summary>The same, for an item that every index has in its place already.</summary>
    public const string UnindexedAssignments = "version = ?3, doc = ?4, counters = ?5, outbound = ?11";

    /// <summary>Holds for the rows that have not expired; parameter 2 is <see cref="Seconds"/> of now.</summary>
    public const string Alive = "(ttl IS NULL OR ttl > ?2)";

    /// <summary>A time as the ttl column has it, in whole seconds since 1970.</summary>
    public static long Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds();

    /// <summary>What <see cref="Alive"/> says, of an item that was read.</summary>
    public static bool IsAlive(Item item, long now) => item.ExpiresAt is not { } expires || Seconds(expires) > now;

    /// <summary>Binds the item to parameters 1 to 11.</summary>
    public static void Bind(SqliteStatement statement, Item item)
    {
        statement.Bind(1, item.Key.Partition);
        statement.Bind(2, item.Key.Sort);
        statement.Bind(3, item.Version);
        statement.Bind(4, item.Document);
        if (!item.Counters.IsEmpty)
        {
            statement.Bind(5, CounterText.Write(item.Counters));
        }

        BindIndex(statement, 6, item.Index1);
        BindIndex(statement, 8, item.Index2);
        if (item.ExpiresAt is { } expires)
        {
            statement.Bind(10, Seconds(expires));
        }

        if (item.Outbound)
        {
            statement.Bind(11, 1);
        }
    }

    /// <summary>Reads the item from the row, whose first column is <paramref name="first"/>.</summary>
    public static Item Read(SqliteStatement row, int first = 0) =>
        new(new ItemKey(row.Text(first), row.Text(first + 1)), row.Number(first + 2), row.Text(first + 3))
        {
            Counters = row.IsNull(first + 4) ? Item.NoCounters : CounterText.Read(row.Bytes(first + 4)),
            Index1 = ReadIndex(row, first + 5),
            Index2 = ReadIndex(row, first + 7),
            ExpiresAt = row.IsNull(first + 9) ? null : DateTimeOffset.FromUnixTimeSeconds(row.Number(first + 9)),
            Outbound = !row.IsNull(first + 10),
        };

    /// <summary>Whether the row, whose two columns of an index begin at this one, lies at this place of it.</summary>
    public static bool IsIndexedAt(SqliteStatement row, int column, ItemKey? place) => place is { } key
        ? row.Is(column, key.Partition) && row.Is(column + 1, key.Sort)
        : row.IsNull(column);

    private static void BindIndex(SqliteStatement statement, int parameter, ItemKey? key)
    {
        if (key is { } place)
        {
            statement.Bind(parameter, place.Partition);
            statement.Bind(parameter + 1, place.Sort);
        }
    }

    private static ItemKey? ReadIndex(SqliteStatement row, int column) =>
        row.IsNull(column) ? null : new ItemKey(row.Text(column), row.Text(column + 1));
}

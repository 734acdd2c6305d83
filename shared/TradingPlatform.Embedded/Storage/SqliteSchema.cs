namespace TradingPlatform.Embedded.Storage;

/// <summary>The tables of the file, and the version they have.</summary>
internal static class SqliteSchema
{
    /// <summary>The newest version that this code knows, as <c>PRAGMA user_version</c> holds it.</summary>
    public const int Version = 2;

    // Rows lie in the order in which they came, and not by key: what is written together then shares pages, and a
    // commit writes a third fewer of them to the log. Text compares by its bytes (BINARY, the default collation), as
    // DynamoDB's does.
    private const string Items =
        """
        CREATE TABLE items (
            id INTEGER PRIMARY KEY,
            pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL, counters TEXT,
            gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT, ttl INTEGER, outbound INTEGER,
            UNIQUE (pk, sk));
        """;

    private const string Indexes =
        """
        CREATE INDEX items_gsi1 ON items (gsi1pk, gsi1sk, pk, sk) WHERE gsi1pk IS NOT NULL;
        CREATE INDEX items_gsi2 ON items (gsi2pk, gsi2sk, pk, sk) WHERE gsi2pk IS NOT NULL;
        CREATE INDEX items_ttl ON items (ttl) WHERE ttl IS NOT NULL;
        """;

    // The outbox's numbers are never given twice (AUTOINCREMENT), so that a late delete cannot hit a newer entry.
    private const string Outbox =
        """
        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL, counters TEXT,
            gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT, ttl INTEGER, outbound INTEGER);
        """;

    private const string Create = $"BEGIN IMMEDIATE;{Items}{Indexes}{Outbox}PRAGMA user_version = 2;COMMIT;";

    // Version 1 kept the rows by key.
    private const string FromVersion1 =
        $"""
        BEGIN IMMEDIATE;
        ALTER TABLE items RENAME TO items_1;
        {Items}
        INSERT INTO items ({ItemRow.Columns}) SELECT {ItemRow.Columns} FROM items_1;
        DROP TABLE items_1;
        {Indexes}
        PRAGMA user_version = 2;
        COMMIT;
        """;

    /// <summary>Makes the connection the writer of the file, and the file one of this version.</summary>
    /// <exception cref="InvalidOperationException">A newer version of this software wrote the file.</exception>
    public static void PrepareWriter(SqliteDatabase database, string file)
    {
        var version = VersionOf(database);
        if (version > Version)
        {
            throw new InvalidOperationException(
                $"{file} has schema version {version}; this program knows versions up to {Version}. "
                + "It was written by a newer one.");
        }

        // FULL: a commit returns when its log is on disk, not merely with the operating system.
        database.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -64000;");
        // The log begins anew every 64 MB rather than every 4: that step makes writers wait, and a page that many
        // commits wrote is copied less often. BackgroundCheckpoints leave it little to copy.
        database.Execute("PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 134217728;");
        if (version < Version)
        {
            database.Execute(version == 0 ? Create : FromVersion1);
        }
    }

    private static long VersionOf(SqliteDatabase database)
    {
        using var statement = database.Prepare("PRAGMA user_version");
        statement.Step();
        return statement.Number(0);
    }
}

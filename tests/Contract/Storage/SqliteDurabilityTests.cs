using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using TradingPlatform.Core.Storage;
using TradingPlatform.Embedded.Storage;

namespace TradingPlatform.Contract.Storage;

/// <summary>What SQLite promises beyond the port: its file, its crashes, its group commit, its outbox.</summary>
public sealed class SqliteDurabilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new();

    private string File => _folder.File("items.db");

    private static CancellationToken Ct => CancellationToken.None;

    public void Dispose() => _folder.Dispose();

    private static Item Numbered(long n, string document = "{}") =>
        new(new ItemKey("TENANT#t1", $"{n:000000}"), 1, document);

    [Fact]
    public async Task A_store_that_is_closed_and_opened_again_has_everything()
    {
        await using (var store = SqliteItemStore.Open(File, _clock))
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(
                n => store.TryPutAsync(Numbered(n), Condition.Absent, Ct)));
        }

        await using var again = SqliteItemStore.Open(File, _clock);
        Assert.Equal(300, (await again.QueryAsync(new ItemQuery("TENANT#t1") { Limit = 1_000 }, Ct)).Items.Count);
    }

    [Fact]
    public async Task Closing_carries_out_every_write_that_waits()
    {
        Task<bool>[] puts;
        await using (var store = SqliteItemStore.Open(File, _clock))
        {
            puts = [.. Enumerable.Range(0, 500).Select(n => store.TryPutAsync(Numbered(n), Condition.Absent, Ct))];
        }

        Assert.All(await Task.WhenAll(puts), Assert.True);
    }

    [Fact]
    public async Task A_closed_store_refuses_every_call_at_once()
    {
        var store = SqliteItemStore.Open(File, _clock);
        await store.TryPutAsync(Numbered(1), Condition.None, Ct);
        await store.FindAsync(Numbered(1).Key, Ct);
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.TryPutAsync(Numbered(1), Condition.None, Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.FindAsync(Numbered(1).Key, Ct));
    }

    /// <summary>What a killed process leaves is its files as they stand: the copy is such a moment.</summary>
    [Fact]
    public async Task What_was_answered_before_the_process_died_is_in_the_files_it_leaves()
    {
        await using var store = SqliteItemStore.Open(File, _clock);
        var answered = new ConcurrentQueue<long>();
        using var stop = new CancellationTokenSource();
        var next = 0L;
        var writers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var n = Interlocked.Increment(ref next);
                await store.TryTransactAsync(
                    [
                        new ItemWrite.Put(Numbered(n), Condition.Absent),
                        new ItemWrite.Put(Pair(n), Condition.Absent),
                    ],
                    Ct);
                answered.Enqueue(n);
            }
        })).ToArray();
        for (var crash = 0; crash < 4; crash++)
        {
            // Some progress between the crashes.
            var more = answered.Count + 50;
            SpinWait.SpinUntil(() => answered.Count >= more);
            var promised = answered.ToArray();
            var left = Copy($"crash{crash}.db");
            await using var recovered = SqliteItemStore.Open(left, _clock);
            foreach (var n in promised)
            {
                Assert.NotNull(await recovered.FindAsync(Numbered(n).Key, Ct));
            }

            // All or none, for the writes that were under way as well.
            var ones = await Count(recovered, "TENANT#t1");
            Assert.Equal(ones, await Count(recovered, "TENANT#t2"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    private static Item Pair(long n) => Numbered(n) with { Key = new ItemKey("TENANT#t2", $"{n:000000}") };

    private static async Task<int> Count(SqliteItemStore store, string partition)
    {
        var count = 0;
        await foreach (var _ in store.QueryAllAsync(new ItemQuery(partition) { Limit = 1_000 }, Ct))
        {
            count++;
        }

        return count;
    }

    private string Copy(string name)
    {
        var copy = _folder.File(name);
        using (var pause = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            // A crash stops both files at one moment; copying takes two. A read transaction keeps a checkpoint from
            // beginning the log anew in between, so the log holds every page that the copied file may have torn.
            pause.Open();
            using var read = pause.CreateCommand();
            read.CommandText = "BEGIN; SELECT COUNT(*) FROM items;";
            read.ExecuteNonQuery();
            System.IO.File.Copy(File, copy);
            System.IO.File.Copy(File + "-wal", copy + "-wal");
        }

        return copy;
    }

    /// <summary>The log is copied after some hundred commits; a process killed just then leaves both in part.</summary>
    [Fact]
    public async Task What_is_written_while_the_log_is_copied_is_in_the_files_a_crash_leaves()
    {
        await using var store = SqliteItemStore.Open(File, _clock);
        for (var n = 0; n < 1_000; n++)
        {
            // One at a time: each is a commit.
            Assert.True(await store.TryPutAsync(Numbered(n, new string('x', 2_000)), Condition.Absent, Ct));
            if (n % 200 == 199)
            {
                await using var recovered = SqliteItemStore.Open(Copy($"copied{n}.db"), _clock);
                Assert.Equal(n + 1, await Count(recovered, "TENANT#t1"));
            }
        }
    }

    [Fact]
    public async Task A_write_that_cannot_be_made_fails_alone_and_its_neighbours_are_made()
    {
        await using var store = SqliteItemStore.Open(File, _clock);
        using (var tool = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            tool.Open();
            using var trigger = tool.CreateCommand();
            trigger.CommandText =
                "CREATE TRIGGER t BEFORE INSERT ON items WHEN NEW.doc = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END";
            trigger.ExecuteNonQuery();
        }

        var writes = Enumerable.Range(0, 200).Select(n => store.TryTransactAsync(
            [
                new ItemWrite.Put(Pair(n), Condition.Absent),
                new ItemWrite.Put(Numbered(n, n % 50 == 7 ? "bad" : "fine") with { Outbound = true }, Condition.Absent),
            ],
            Ct)).ToArray();
        for (var n = 0; n < writes.Length; n++)
        {
            if (n % 50 == 7)
            {
                await Assert.ThrowsAsync<SqliteException>(() => writes[n]);
                Assert.Null(await store.FindAsync(Pair(n).Key, Ct));
            }
            else
            {
                Assert.True(await writes[n]);
            }
        }

        Assert.Equal(196, await Count(store, "TENANT#t1"));
        Assert.Equal(196, (await store.Outbox.ReadAsync(0, 1_000, Ct)).Count);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        await SqliteItemStore.Open(File, _clock).DisposeAsync();
        using (var tool = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            tool.Open();
            using var newer = tool.CreateCommand();
            newer.CommandText = "PRAGMA user_version = 3";
            newer.ExecuteNonQuery();
        }

        var refusal = Assert.Throws<InvalidOperationException>(() => SqliteItemStore.Open(File, _clock));
        Assert.Contains("newer", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_version_1_is_brought_forward_with_all_that_it_holds()
    {
        using (var tool = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            tool.Open();
            using var made = tool.CreateCommand();
            made.CommandText = Version1;
            made.ExecuteNonQuery();
        }

        await using var store = SqliteItemStore.Open(File, _clock);
        var page = await store.QueryAsync(new ItemQuery("TENANT#t1"), Ct);
        Assert.Equal(["a", "b"], page.Items.Select(item => item.Key.Sort));
        var listed = await store.QueryAsync(new ItemQuery("TENANT#t1#LIST") { Index = ItemIndex.First }, Ct);
        Assert.Equal("b", Assert.Single(listed.Items).Key.Sort);
        Assert.Equal(7, Assert.Single(await store.Outbox.ReadAsync(0, 10, Ct)).Sequence);
        Assert.True(await store.TryPutAsync(
            new Item(new ItemKey("TENANT#t1", "b"), 4, "{}"), Condition.Version(3), Ct));
        await store.DisposeAsync();
        await using var again = SqliteItemStore.Open(File, _clock);
        Assert.Equal(4, (await again.FindAsync(new ItemKey("TENANT#t1", "b"), Ct))!.Version);
    }

    private const string Version1 =
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE items (
            pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL, counters TEXT,
            gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT, ttl INTEGER, outbound INTEGER,
            PRIMARY KEY (pk, sk)) WITHOUT ROWID;
        CREATE INDEX items_gsi1 ON items (gsi1pk, gsi1sk) WHERE gsi1pk IS NOT NULL;
        CREATE INDEX items_gsi2 ON items (gsi2pk, gsi2sk) WHERE gsi2pk IS NOT NULL;
        CREATE INDEX items_ttl ON items (ttl) WHERE ttl IS NOT NULL;
        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL, counters TEXT,
            gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT, ttl INTEGER, outbound INTEGER);
        INSERT INTO items (pk, sk, version, doc) VALUES ('TENANT#t1', 'a', 1, '{}');
        INSERT INTO items (pk, sk, version, doc, gsi1pk, gsi1sk)
            VALUES ('TENANT#t1', 'b', 3, '{}', 'TENANT#t1#LIST', '1');
        INSERT INTO outbox (seq, pk, sk, version, doc, outbound) VALUES (7, 'TENANT#t1', 'c', 1, '{}', 1);
        PRAGMA user_version = 1;
        """;

    /// <summary>Items that are read are kept in memory: what is kept must be what was answered.</summary>
    [Fact]
    public async Task A_read_that_begins_after_a_write_was_answered_never_sees_the_item_as_it_was_before()
    {
        await using var store = SqliteItemStore.Open(File, _clock);
        var keys = Enumerable.Range(0, 4).Select(n => Numbered(n).Key).ToArray();
        var answered = new long[keys.Length];
        var writing = Task.WhenAll(keys.Select((key, n) => Task.Run(async () =>
        {
            for (var version = 1L; version <= 500; version++)
            {
                var condition = version == 1 ? Condition.Absent : Condition.Version(version - 1);
                Assert.True(await store.TryPutAsync(new Item(key, version, "{}"), condition, Ct));
                Volatile.Write(ref answered[n], version);
            }
        })));
        await Task.WhenAll(keys.Select((key, n) => Task.Run(async () =>
        {
            while (!writing.IsCompleted)
            {
                var atLeast = Volatile.Read(ref answered[n]);
                Assert.True(((await store.FindAsync(key, Ct))?.Version ?? 0) >= atLeast);
            }
        })));
        await writing;
        foreach (var key in keys)
        {
            Assert.True(await store.TryDeleteAsync(key, Condition.Version(500), Ct));
            Assert.Null(await store.FindAsync(key, Ct));
        }
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_files()
    {
        await using var store = SqliteItemStore.Open(File, _clock);
        await store.TryPutAsync(Numbered(1), Condition.None, Ct);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Expired_items_are_removed_from_the_file_by_later_writes()
    {
        await using var store = SqliteItemStore.Open(File, _clock);
        await Task.WhenAll(Enumerable.Range(0, 450).Select(n => store.TryPutAsync(
            Numbered(n) with { ExpiresAt = _clock.GetUtcNow().AddSeconds(n < 440 ? 1 : 900) }, Condition.None, Ct)));
        _clock.Advance(TimeSpan.FromMinutes(2));
        for (var write = 0; write < 4; write++)
        {
            await store.TryPutAsync(Pair(write), Condition.None, Ct);
        }

        using var tool = new SqliteConnection($"Data Source={File};Pooling=False");
        tool.Open();
        using var count = tool.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM items WHERE pk = 'TENANT#t1'";
        Assert.Equal(10L, count.ExecuteScalar());
    }
}

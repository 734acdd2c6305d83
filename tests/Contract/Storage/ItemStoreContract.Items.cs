using TradingPlatform.Core.Storage;

namespace TradingPlatform.Contract.Storage;

/// <content>One item: put, found, replaced, deleted, expired; conditions and races.</content>
public abstract partial class ItemStoreContract
{
    private Item Full(string sort, long version = 1) => new(Key(sort), version, """{"side":"BUY"}""")
    {
        Counters = Counters(("gross", 12.5m), ("net", -0.00000001m)),
        Index1 = new ItemKey(Partition + "#i1", "b"),
        Index2 = new ItemKey(Partition + "#i2", "c"),
        ExpiresAt = Clock.GetUtcNow().AddHours(1),
        Outbound = true,
    };

    [ContractFact]
    public async Task What_is_put_is_found_whole()
    {
        await PutAsync(Full("a"));
        Same(Full("a"), await Store.FindAsync(Key("a"), Ct));
    }

    [ContractFact]
    public async Task What_is_not_there_is_null() => Assert.Null(await Store.FindAsync(Key("a"), Ct));

    [ContractFact]
    public async Task A_put_replaces_the_whole_item_and_leaves_nothing_of_the_one_before()
    {
        await PutAsync(Full("a"), NewItem("a", "", version: 2));
        Same(NewItem("a", "", version: 2), await Store.FindAsync(Key("a"), Ct));
        Assert.Empty(await SortsAsync(new ItemQuery(Partition + "#i1") { Index = ItemIndex.First }));
        Assert.Empty(await SortsAsync(new ItemQuery(Partition + "#i2") { Index = ItemIndex.Second }));
    }

    [ContractFact]
    public async Task Documents_and_keys_come_back_character_for_character()
    {
        var odd = NewItem(
            "ключ/鍵/🔑",
            "{\"t\":\"žluťoučký кит 鯨 🐳 \\\" \\\\ \t\n \u0001 \u2028 '; DROP TABLE items;--\"}");
        await PutAsync(odd);
        Same(odd, await Store.FindAsync(odd.Key, Ct));
    }

    [ContractFact]
    public async Task A_document_of_390_KB_comes_back_and_one_over_the_limit_is_refused()
    {
        var big = NewItem("big", new string('x', 390 * 1_024));
        await PutAsync(big);
        Same(big, await Store.FindAsync(big.Key, Ct));
        var tooBig = NewItem("too big", new string('x', 400 * 1_024));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.TryPutAsync(tooBig, Condition.None, Ct));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.TryTransactAsync([new ItemWrite.Put(tooBig, Condition.None)], Ct));
        Assert.Null(await Store.FindAsync(tooBig.Key, Ct));
    }

    [ContractFact]
    public async Task What_no_engine_could_keep_is_refused()
    {
        foreach (var item in new[]
        {
            new Item(default, 1, ""),
            new Item(new ItemKey("", "a"), 1, ""),
            new Item(new ItemKey(new string('p', 2_049), "a"), 1, ""),
            new Item(Key(new string('s', 1_025)), 1, ""),
            NewItem("half a character", "\ud83d"),
            NewItem("no version", version: 0),
            NewItem("no index key") with { Index1 = new ItemKey("x", "") },
        })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.TryPutAsync(item, Condition.None, Ct));
        }
    }

    [ContractFact]
    public async Task The_longest_keys_are_kept()
    {
        var item = new Item(new ItemKey(Partition.PadRight(2_048, 'p'), new string('s', 1_024)), 1, "{}");
        await PutAsync(item);
        Same(item, await Store.FindAsync(item.Key, Ct));
    }

    [ContractFact]
    public async Task A_put_on_condition_absent_happens_once()
    {
        Assert.True(await Store.TryPutAsync(NewItem("a", "1"), Condition.Absent, Ct));
        Assert.False(await Store.TryPutAsync(NewItem("a", "2"), Condition.Absent, Ct));
        Same(NewItem("a", "1"), await Store.FindAsync(Key("a"), Ct));
    }

    [ContractFact]
    public async Task A_put_on_a_version_needs_exactly_that_version()
    {
        Assert.False(await Store.TryPutAsync(NewItem("a", "2", 2), Condition.Version(1), Ct));
        Assert.Null(await Store.FindAsync(Key("a"), Ct));
        await PutAsync(NewItem("a", "1"));
        Assert.False(await Store.TryPutAsync(NewItem("a", "3", 3), Condition.Version(2), Ct));
        Assert.True(await Store.TryPutAsync(NewItem("a", "2", 2), Condition.Version(1), Ct));
        Assert.False(await Store.TryPutAsync(NewItem("a", "other", 2), Condition.Version(1), Ct));
        Same(NewItem("a", "2", 2), await Store.FindAsync(Key("a"), Ct));
    }

    [ContractFact]
    public async Task A_delete_looks_at_its_condition()
    {
        Assert.True(await Store.TryDeleteAsync(Key("a"), Condition.None, Ct));
        Assert.True(await Store.TryDeleteAsync(Key("a"), Condition.Absent, Ct));
        Assert.False(await Store.TryDeleteAsync(Key("a"), Condition.Version(1), Ct));
        await PutAsync(NewItem("a", version: 7));
        Assert.False(await Store.TryDeleteAsync(Key("a"), Condition.Version(6), Ct));
        Assert.False(await Store.TryDeleteAsync(Key("a"), Condition.Absent, Ct));
        Assert.NotNull(await Store.FindAsync(Key("a"), Ct));
        Assert.True(await Store.TryDeleteAsync(Key("a"), Condition.Version(7), Ct));
        Assert.Null(await Store.FindAsync(Key("a"), Ct));
    }

    [ContractFact]
    public async Task An_item_is_there_to_the_second_before_it_expires_and_not_at_it()
    {
        var expires = Clock.GetUtcNow().AddSeconds(10);
        await PutAsync(NewItem("a") with { ExpiresAt = expires.AddMilliseconds(700), Index1 = Key("i") });
        Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(expires, (await Store.FindAsync(Key("a"), Ct))!.ExpiresAt);
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(await Store.FindAsync(Key("a"), Ct));
        Assert.Empty(await SortsAsync(new ItemQuery(Partition)));
        Assert.Empty(await SortsAsync(new ItemQuery(Partition) { Index = ItemIndex.First }));
    }

    [ContractFact]
    public async Task An_expired_item_counts_as_absent_for_every_condition()
    {
        var dead = NewItem("a") with { ExpiresAt = Clock.GetUtcNow().AddSeconds(1) };
        await PutAsync(dead, dead with { Key = Key("b") }, dead with { Key = Key("c") });
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await Store.TryPutAsync(NewItem("a", version: 2), Condition.Version(1), Ct));
        Assert.False(await Store.TryDeleteAsync(Key("a"), Condition.Version(1), Ct));
        Assert.True(await Store.TryPutAsync(NewItem("a", "new"), Condition.Absent, Ct));
        Assert.True(await Store.TryDeleteAsync(Key("b"), Condition.Absent, Ct));
        Assert.False(await Store.TryTransactAsync(
            [new ItemWrite.Put(NewItem("c", version: 2), Condition.Version(1))], Ct));
        Assert.True(await Store.TryTransactAsync([new ItemWrite.Put(NewItem("c"), Condition.Absent)], Ct));
        Same(NewItem("a", "new"), await Store.FindAsync(Key("a"), Ct));
    }

    [ContractFact]
    public async Task Of_many_who_put_if_absent_exactly_one_wins_and_its_item_stays()
    {
        var puts = await Task.WhenAll(Enumerable.Range(0, Racers).Select(
            n => Task.Run(() => Store.TryPutAsync(NewItem("a", $"{n}"), Condition.Absent, Ct))));
        Assert.Single(puts, won => won);
        Same(NewItem("a", $"{Array.IndexOf(puts, true)}"), await Store.FindAsync(Key("a"), Ct));
    }

    [ContractFact]
    public async Task Of_many_who_put_on_one_version_exactly_one_wins()
    {
        await PutAsync(NewItem("a"));
        var puts = await Task.WhenAll(Enumerable.Range(0, Racers).Select(
            n => Task.Run(() => Store.TryPutAsync(NewItem("a", $"{n}", 2), Condition.Version(1), Ct))));
        Assert.Single(puts, won => won);
    }

    [ContractFact]
    public async Task A_call_that_is_cancelled_before_it_begins_does_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.TryPutAsync(NewItem("a"), Condition.None, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.FindAsync(Key("a"), cancelled));
        Assert.Null(await Store.FindAsync(Key("a"), Ct));
    }
}

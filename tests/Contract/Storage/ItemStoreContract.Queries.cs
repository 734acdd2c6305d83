using System.Globalization;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Contract.Storage;

/// <content>Ranges of a partition, of the table and of its indexes, page by page.</content>
public abstract partial class ItemStoreContract
{
    private Task PutSortsAsync(params string[] sorts) => PutAsync([.. sorts.Select(sort => NewItem(sort))]);

    [ContractFact]
    public async Task A_query_answers_its_own_partition_in_the_order_of_bytes_both_ways()
    {
        await PutSortsAsync("b", "a", "B", "é", "~", "a#1", "10", "9");
        await PutAsync(new Item(new ItemKey(Partition + "x", "a"), 1, ""));
        string[] order = ["10", "9", "B", "a", "a#1", "b", "~", "é"];
        Assert.Equal(order, await SortsAsync(new ItemQuery(Partition)));
        Assert.Equal(order.Reverse(), await SortsAsync(new ItemQuery(Partition) { Descending = true }));
        Assert.Empty((await Store.QueryAsync(new ItemQuery(Partition + "none"), Ct)).Items);
    }

    [ContractFact]
    public async Task The_ends_of_a_range_belong_to_it()
    {
        await PutSortsAsync("a", "b", "c", "d", "e");
        foreach (var descending in new[] { false, true })
        {
            async Task<string> Range(string? from, string? to)
            {
                var sorts = await SortsAsync(
                    new ItemQuery(Partition) { From = from, To = to, Descending = descending });
                return string.Concat(descending ? sorts.AsEnumerable().Reverse() : sorts);
            }

            Assert.Equal("bcd", await Range("b", "d"));
            Assert.Equal("bc", await Range("aa", "cc"));
            Assert.Equal("de", await Range("d", null));
            Assert.Equal("ab", await Range(null, "b"));
            Assert.Equal("c", await Range("c", "c"));
            Assert.Equal("", await Range("d", "b"));
            Assert.Equal("abcde", await Range("", null));
            Assert.Equal("", await Range(null, ""));
        }
    }

    [ContractFact]
    public async Task A_prefix_answers_what_begins_with_it()
    {
        await PutSortsAsync("EV", "EV#", "EV#1", "EV#~", "EW", "FILL#1");
        Assert.Equal(["EV#", "EV#1", "EV#~"], await SortsAsync(ItemQuery.Prefix(Partition, "EV#")));
        Assert.Equal(6, (await SortsAsync(ItemQuery.Prefix(Partition, ""))).Count);
    }

    [ContractFact]
    public async Task Pages_of_every_size_put_together_are_the_whole_both_ways()
    {
        var all = Enumerable.Range(0, 23).Select(n => $"{n:00}").ToArray();
        await PutSortsAsync(all);
        foreach (var limit in new[] { 1, 2, 7, 22, 23, 24, 1_000 })
        {
            var query = new ItemQuery(Partition) { Limit = limit, From = "02", To = "20" };
            Assert.Equal(all[2..21], await SortsAsync(query));
            Assert.Equal(all[2..21].Reverse(), await SortsAsync(query with { Descending = true }));
        }
    }

    [ContractFact]
    public async Task A_page_is_full_where_there_is_more_and_the_last_one_says_that_it_is()
    {
        await PutSortsAsync("a", "b", "c", "d");
        var query = new ItemQuery(Partition) { Limit = 2 };
        var first = await Store.QueryAsync(query, Ct);
        Assert.Equal((2, true), (first.Items.Count, first.Next is not null));
        var last = await Store.QueryAsync(query with { Cursor = first.Next }, Ct);
        Assert.Equal((2, null), (last.Items.Count, last.Next));
    }

    [ContractFact]
    public async Task An_item_that_is_put_or_deleted_between_pages_disturbs_no_other()
    {
        await PutSortsAsync("a", "b", "c", "d");
        var query = new ItemQuery(Partition) { Limit = 2 };
        var first = await Store.QueryAsync(query, Ct);
        await Store.TryDeleteAsync(Key("b"), Condition.None, Ct);
        await PutSortsAsync("aa", "cc");
        Assert.Equal(["c", "cc", "d"], await SortsAsync(query with { Cursor = first.Next }));
    }

    [ContractFact]
    public async Task Only_items_that_name_an_index_stand_in_it_at_their_present_place()
    {
        var open = new ItemKey(Partition + "#OPEN", "1");
        await PutAsync(
            NewItem("a") with { Index1 = open },
            NewItem("b") with { Index2 = open },
            NewItem("c"),
            NewItem("d") with { Index1 = open with { Sort = "0" }, Index2 = open with { Sort = "2" } });
        Assert.Equal(["d", "a"], await SortsAsync(new ItemQuery(open.Partition) { Index = ItemIndex.First }));
        Assert.Equal(["b", "d"], await SortsAsync(new ItemQuery(open.Partition) { Index = ItemIndex.Second }));
        await PutAsync(NewItem("a", version: 2), NewItem("d", version: 2) with { Index1 = open with { Sort = "9" } });
        var page = await Store.QueryAsync(new ItemQuery(open.Partition) { Index = ItemIndex.First }, Ct);
        Same(NewItem("d", version: 2) with { Index1 = open with { Sort = "9" } }, Assert.Single(page.Items));
        await Store.TryDeleteAsync(Key("d"), Condition.None, Ct);
        Assert.Empty(await SortsAsync(new ItemQuery(open.Partition) { Index = ItemIndex.First }));
    }

    [ContractFact]
    public async Task An_item_put_anew_at_its_place_in_an_index_is_found_there_as_it_is_now()
    {
        var open = new ItemKey(Partition + "#OPEN", "1");
        var placed = NewItem("a") with { Index1 = open, Index2 = open with { Sort = "2" } };
        await PutAsync(placed);
        var now = placed with { Version = 2, Document = """{"now":true}""", Outbound = true };
        await PutAsync(now);
        foreach (var index in new[] { ItemIndex.First, ItemIndex.Second })
        {
            var page = await Store.QueryAsync(new ItemQuery(open.Partition) { Index = index }, Ct);
            Same(now, Assert.Single(page.Items));
        }

        await PutAsync(now with { Version = 3, Index2 = open with { Sort = "3" } });
        Assert.Equal(["a"], await SortsAsync(new ItemQuery(open.Partition) { Index = ItemIndex.First }));
        var moved = await Store.QueryAsync(new ItemQuery(open.Partition) { Index = ItemIndex.Second }, Ct);
        Assert.Equal(3, Assert.Single(moved.Items).Version);
    }

    [ContractFact]
    public async Task Pages_of_an_index_lose_and_repeat_none_of_the_items_that_share_a_sort_key()
    {
        var due = Partition + "#DUE";
        var items = Enumerable.Range(0, 17)
            .Select(n => NewItem($"{n:00}") with { Index2 = new ItemKey(due, $"{n / 6}") }).ToArray();
        await PutAsync(items);
        foreach (var limit in new[] { 1, 4, 17 })
        {
            foreach (var descending in new[] { false, true })
            {
                var query = new ItemQuery(due) { Index = ItemIndex.Second, Limit = limit, Descending = descending };
                var sorts = await SortsAsync(query);
                Assert.Equal(items.Select(i => i.Key.Sort), sorts.Order(StringComparer.Ordinal));
                var groups = sorts.Select(s => int.Parse(s, CultureInfo.InvariantCulture) / 6).ToArray();
                Assert.Equal(descending ? groups.OrderDescending() : groups.Order(), groups);
                var part = await SortsAsync(query with { From = "1", To = "1" });
                Assert.Equal(["06", "07", "08", "09", "10", "11"], part.Order(StringComparer.Ordinal));
            }
        }
    }

    [ContractFact]
    public async Task Expired_items_take_no_room_on_a_page()
    {
        var soon = Clock.GetUtcNow().AddSeconds(5);
        await PutAsync([.. Enumerable.Range(0, 30).Select(
            n => NewItem($"{n:00}") with { ExpiresAt = n % 10 == 9 ? null : soon })]);
        Clock.Advance(TimeSpan.FromSeconds(6));
        var page = await Store.QueryAsync(new ItemQuery(Partition) { Limit = 2 }, Ct);
        Assert.Equal(["09", "19"], page.Items.Select(i => i.Key.Sort));
        var last = await Store.QueryAsync(new ItemQuery(Partition) { Limit = 2, Cursor = page.Next }, Ct);
        Assert.Equal("29", Assert.Single(last.Items).Key.Sort);
        Assert.Null(last.Next);
    }

    [ContractFact]
    public async Task A_partition_of_more_than_a_megabyte_comes_in_pages_that_are_full()
    {
        await PutAsync([.. Enumerable.Range(0, 6).Select(n => NewItem($"{n}", new string('x', 300_000)))]);
        var page = await Store.QueryAsync(new ItemQuery(Partition) { Limit = 5 }, Ct);
        Assert.Equal(5, page.Items.Count);
        Assert.Equal(6, (await SortsAsync(new ItemQuery(Partition) { Limit = 6 })).Count);
    }

    [ContractFact]
    public async Task A_cursor_that_no_page_of_the_query_gave_is_refused()
    {
        await PutAsync([.. "abc".Select(c => NewItem($"{c}") with { Index1 = new ItemKey(Partition, $"{c}") })]);
        foreach (var index in new[] { ItemIndex.Table, ItemIndex.First })
        {
            var query = new ItemQuery(Partition) { Index = index, Limit = 1 };
            var cursor = (await Store.QueryAsync(query, Ct)).Next!;
            ItemQuery[] wrong =
            [
                .. cursor.Select((c, at) => query with
                {
                    Cursor = $"{cursor[..at]}{(c == 'A' ? 'B' : 'A')}{cursor[(at + 1)..]}",
                }),
                query with { Cursor = "" },
                query with { Cursor = "?!" },
                query with { Cursor = cursor[..^4] },
                query with { Cursor = cursor + "AAAA" },
                query with { Cursor = new string('A', 100_000) },
                new ItemQuery(Partition + "#other") { Index = index, Cursor = cursor },
                query with { Cursor = cursor, Index = ItemIndex.Second },
                query with { Cursor = cursor, From = "b" },
            ];
            foreach (var asked in wrong)
            {
                await Assert.ThrowsAsync<FormatException>(() => Store.QueryAsync(asked, Ct));
            }
        }
    }

    [ContractFact]
    public async Task A_query_without_sense_is_refused()
    {
        foreach (var query in new[]
        {
            new ItemQuery(""),
            new ItemQuery(Partition) { Limit = 0 },
            new ItemQuery(Partition) { Limit = 1_001 },
            new ItemQuery(Partition) { Index = default },
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Store.QueryAsync(query, Ct));
        }
    }

    [ContractFact]
    public async Task A_read_that_begins_after_a_write_was_answered_sees_it()
    {
        for (var version = 1; version <= 50; version++)
        {
            await Store.TryPutAsync(NewItem("a", $"{version}", version), Condition.None, Ct);
            var reads = await Task.WhenAll(Enumerable.Range(0, 4).Select(
                _ => Task.Run(() => Store.FindAsync(Key("a"), Ct))));
            Assert.All(reads, read => Assert.Equal(version, read!.Version));
            Assert.Equal(version, (await Store.QueryAsync(new ItemQuery(Partition), Ct)).Items[0].Version);
        }
    }
}

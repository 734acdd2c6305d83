using TradingPlatform.Core.Storage;

namespace TradingPlatform.Contract.Storage;

/// <content>Guarded adds.</content>
public abstract partial class ItemStoreContract
{
    private Task<CounterResult> AddAsync(
        string sort, (string Name, decimal Value)[] deltas, params (string Counter, decimal AtMost)[] guards) =>
        Store.AddAsync(
            new CounterAdd(
                Key(sort), Counters(deltas), [.. guards.Select(g => new CounterGuard(g.Counter, g.AtMost))]),
            Ct);

    [ContractFact]
    public async Task An_add_makes_the_item_and_its_counters_from_nothing()
    {
        var made = await AddAsync("a", [("gross", 1.5m), ("net", -2m), ("nil", 0m)]);
        Assert.True(made.Applied);
        var expected = new Item(Key("a"), 1, "") { Counters = Counters(("gross", 1.5m), ("net", -2m), ("nil", 0m)) };
        Same(expected, made.Stored);
        Same(expected, await Store.FindAsync(Key("a"), Ct));
    }

    [ContractFact]
    public async Task An_add_raises_the_version_by_one_and_leaves_the_rest_of_the_item()
    {
        await PutAsync(Full("a", version: 4));
        var added = await AddAsync("a", [("gross", 0.5m), ("new", 3m)]);
        var expected = Full("a", version: 5) with
        {
            Counters = Counters(("gross", 13m), ("net", -0.00000001m), ("new", 3m)),
        };
        Assert.True(added.Applied);
        Same(expected, added.Stored);
        Same(expected, await Store.FindAsync(Key("a"), Ct));
        Assert.False(await Store.TryPutAsync(NewItem("a", version: 5), Condition.Version(4), Ct));
    }

    [ContractFact]
    public async Task Guards_look_at_what_is_stored_before_the_add_and_hold_at_their_bound()
    {
        await AddAsync("a", [("used", 10m)]);
        Assert.True((await AddAsync("a", [("used", 5m)], ("used", 10m))).Applied);
        var refused = await AddAsync("a", [("used", 5m)], ("used", 14.99999999m));
        Assert.False(refused.Applied);
        Same(new Item(Key("a"), 2, "") { Counters = Counters(("used", 15m)) }, refused.Stored);
        Same(refused.Stored, await Store.FindAsync(Key("a"), Ct));
    }

    [ContractFact]
    public async Task Every_guard_must_hold_and_a_guard_may_look_at_a_counter_that_is_not_added_to()
    {
        await AddAsync("a", [("used", 1m)]);
        Assert.True((await AddAsync("a", [("used", 1m)], ("used", 9m), ("killed", 0m))).Applied);
        await AddAsync("a", [("killed", 1m)]);
        Assert.False((await AddAsync("a", [("used", 1m)], ("used", 9m), ("killed", 0m))).Applied);
        Assert.False((await AddAsync("a", [("used", 1m)], ("killed", 0m), ("used", 9m))).Applied);
        Assert.Equal(2m, (await Store.FindAsync(Key("a"), Ct))!.Counters["used"]);
    }

    [ContractFact]
    public async Task A_counter_that_is_not_there_counts_as_0()
    {
        Assert.True((await AddAsync("a", [("x", 1m)], ("y", 0m))).Applied);
        var noCounter = await AddAsync("a", [("x", 1m)], ("y", -0.1m));
        Assert.False(noCounter.Applied);
        Assert.Equal(1m, noCounter.Stored.Counters["x"]);
        var noItem = await AddAsync("b", [("x", 1m)], ("x", -1m));
        Assert.False(noItem.Applied);
        Same(new Item(Key("b"), 0, ""), noItem.Stored);
        Assert.Null(await Store.FindAsync(Key("b"), Ct));
    }

    [ContractFact]
    public async Task What_was_added_can_be_taken_back_also_below_0()
    {
        await AddAsync("a", [("x", 2m)]);
        Assert.Equal(-3m, (await AddAsync("a", [("x", -5m)])).Stored.Counters["x"]);
        Assert.True((await AddAsync("a", [("x", 1m)], ("x", -3m))).Applied);
        Assert.False((await AddAsync("a", [("x", 1m)], ("x", -3m))).Applied);
    }

    [ContractFact]
    public async Task An_add_to_an_expired_item_begins_anew()
    {
        await PutAsync(NewItem("a", version: 9) with
        {
            Counters = Counters(("x", 50m)), ExpiresAt = Clock.GetUtcNow().AddSeconds(1), Index1 = Key("i"),
        });
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await AddAsync("a", [("x", 1m)], ("x", 0m))).Applied);
        Same(new Item(Key("a"), 1, "") { Counters = Counters(("x", 1m)) }, await Store.FindAsync(Key("a"), Ct));
    }

    [ContractFact]
    public async Task Numbers_of_28_digits_and_of_many_places_are_exact()
    {
        var numbers = new[]
        {
            1234567890123456789.012345678m, -1234567890123456789.012345678m, 0.0000000000000000000000000001m,
            9999999999999999999999999999m, 0.00000001m, 100m, 1.10m, 98765.4321m,
        };
        await PutAsync(NewItem("put") with { Counters = Counters([.. numbers.Select((n, i) => ($"c{i}", n))]) });
        var stored = (await Store.FindAsync(Key("put"), Ct))!.Counters;
        Assert.Equal(numbers, numbers.Select((_, i) => stored[$"c{i}"]));
        await AddAsync("sum", [("x", 1234567890123456789.012345678m)]);
        await AddAsync("sum", [("x", 0.000000001m), ("tenth", 0.1m)]);
        var sum = await AddAsync("sum", [("x", -1234567890123456789m), ("tenth", 0.2m)]);
        Assert.Equal((0.012345679m, 0.3m), (sum.Stored.Counters["x"], sum.Stored.Counters["tenth"]));
    }

    [ContractFact]
    public async Task A_sum_that_a_decimal_cannot_hold_exactly_throws_and_is_never_rounded()
    {
        await AddAsync("a", [("x", 9999999999999999999999999999m)]);
        await Assert.ThrowsAsync<OverflowException>(() => AddAsync("a", [("x", 0.0000000001m)]));
    }

    [ContractFact]
    public async Task Names_of_counters_may_be_any_text()
    {
        (string, decimal)[] odd = [("a b", 1m), ("#x:y", 2m), ("PK", 3m), ("version", 4m), ("鍵🔑", 5m), ("size", 6m)];
        await AddAsync("a", odd, ("PK", 0m), ("鍵🔑", 0m));
        Assert.Equal(Counters(odd).AsEnumerable(), (await Store.FindAsync(Key("a"), Ct))!.Counters);
    }

    [ContractFact]
    public async Task An_add_of_nothing_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("a", []));
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("a", [("", 1m)]));
    }

    [ContractFact]
    public async Task Of_100_concurrent_guarded_adds_exactly_those_that_fit_pass_and_the_sum_is_exact()
    {
        // Room for 60 of 100: the bound is the limit less what one adds.
        const decimal each = 0.33333333m;
        const decimal limit = 60 * each;
        var adds = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            _ => Task.Run(() => AddAsync("a", [("used", each), ("count", 1m)], ("used", limit - each)))));
        Assert.Equal(60, adds.Count(add => add.Applied));
        var stored = (await Store.FindAsync(Key("a"), Ct))!;
        Assert.Equal((limit, 60m, 60L), (stored.Counters["used"], stored.Counters["count"], stored.Version));
        Assert.Equal(60, adds.Where(add => add.Applied).Select(add => add.Stored.Version).Distinct().Count());
    }
}

using TradingPlatform.Core.Storage;

namespace TradingPlatform.Contract.Storage;

/// <content>A transaction, an add and a transaction, each only where the one before was made.</content>
public abstract partial class ItemStoreContract
{
    private static CounterGuard AtMost(decimal most) => new("used", most);

    [ContractFact]
    public async Task Steps_that_nothing_refuses_are_all_made_and_the_last_may_write_again_what_the_first_wrote()
    {
        await PutAsync(NewItem("gone"));
        var made = Assert.IsType<StepsResult.Made>(await Store.TryInStepsAsync(
            Steps(
                [
                    new ItemWrite.Put(NewItem("order", "1"), Condition.Absent),
                    new ItemWrite.Put(NewItem("first"), Condition.Absent),
                    new ItemWrite.Delete(Key("gone"), Condition.Version(1)),
                ],
                [
                    new ItemWrite.Put(NewItem("order", "2", 2) with { Index1 = Key("a") }, Condition.Version(1)),
                    new ItemWrite.Put(NewItem("last"), Condition.Absent),
                    new ItemWrite.Put(NewItem("gone", "again"), Condition.Absent),
                ],
                AtMost(0)),
            Ct));
        Assert.Equal((1m, 1L), (made.Counters.Counters["used"], made.Counters.Version));
        Assert.Equal(["counters", "first", "gone", "last", "order"], await SortsAsync(new ItemQuery(Partition)));
        Same(NewItem("order", "2", 2) with { Index1 = Key("a") }, await Store.FindAsync(Key("order"), Ct));
        Same(NewItem("gone", "again"), await Store.FindAsync(Key("gone"), Ct));
    }

    [ContractFact]
    public async Task Steps_whose_first_is_refused_write_nothing()
    {
        await PutAsync(NewItem("order"));
        Assert.IsType<StepsResult.FirstRefused>(await Store.TryInStepsAsync(
            Steps(
                [new ItemWrite.Put(NewItem("order"), Condition.Absent)],
                [new ItemWrite.Put(NewItem("last"), Condition.Absent)], AtMost(-1)),
            Ct));
        Assert.Equal(["order"], await SortsAsync(new ItemQuery(Partition)));
    }

    [ContractFact]
    public async Task Steps_whose_guard_refuses_say_what_is_stored_and_whether_their_first_stays()
    {
        Assert.True((await Store.AddAsync(new CounterAdd(Key("counters"), Counters(("used", 5m)), []), Ct)).Applied);
        var refused = Assert.IsType<StepsResult.AddRefused>(await Store.TryInStepsAsync(
            Steps(
                [new ItemWrite.Put(NewItem("order"), Condition.Absent)],
                [new ItemWrite.Put(NewItem("order", "2", 2), Condition.Version(1))], AtMost(4)),
            Ct));
        Assert.Equal(5m, refused.Counters.Counters["used"]);
        Assert.Equal(
            refused.FirstStays ? ["counters", "order"] : ["counters"], await SortsAsync(new ItemQuery(Partition)));
        Assert.Equal(refused.FirstStays ? 1 : null, (await Store.FindAsync(Key("order"), Ct))?.Version);
        Assert.Equal(5m, (await Store.FindAsync(Key("counters"), Ct))!.Counters["used"]);
    }

    [ContractFact]
    public async Task Steps_whose_last_is_refused_by_what_is_stored_or_by_their_first_say_whether_the_others_stay()
    {
        await PutAsync(NewItem("there"));
        foreach (var (n, wrong) in new[]
        {
            new ItemWrite.Put(NewItem("there"), Condition.Absent),
            new ItemWrite.Put(NewItem("order", version: 3), Condition.Version(2)),
            new ItemWrite.Put(NewItem("order"), Condition.Absent),
        }.Index())
        {
            var before = (await Store.FindAsync(Key("counters"), Ct))?.Counters["used"] ?? 0;
            var refused = Assert.IsType<StepsResult.LastRefused>(await Store.TryInStepsAsync(
                Steps(
                    [new ItemWrite.Put(NewItem("order"), Condition.None)],
                    [new ItemWrite.Put(NewItem($"last {n}"), Condition.Absent), wrong], AtMost(9)),
                Ct));
            var after = (await Store.FindAsync(Key("counters"), Ct))?.Counters["used"] ?? 0;
            Assert.Equal(refused.OthersStay ? before + 1 : before, after);
            Assert.Equal(refused.OthersStay, await Store.FindAsync(Key("order"), Ct) is not null);
            Assert.Null(await Store.FindAsync(Key($"last {n}"), Ct));
            Same(NewItem("there"), await Store.FindAsync(Key("there"), Ct));
        }
    }

    [ContractFact]
    public async Task Steps_that_race_under_a_guard_never_pass_it_and_leave_one_trace_each()
    {
        var racers = Racers / 4;
        var results = await Task.WhenAll(Enumerable.Range(0, racers).Select(n => Task.Run(() => Store.TryInStepsAsync(
            Steps(
                [new ItemWrite.Put(NewItem($"order {n:000}"), Condition.Absent)],
                [new ItemWrite.Put(NewItem($"order {n:000}", "2", 2), Condition.Version(1))], AtMost(9)),
            Ct))));
        Assert.Equal(10, results.Count(result => result is StepsResult.Made));
        Assert.Equal(racers - 10, results.Count(result => result is StepsResult.AddRefused));
        Assert.Equal(10m, (await Store.FindAsync(Key("counters"), Ct))!.Counters["used"]);
        for (var n = 0; n < racers; n++)
        {
            var order = await Store.FindAsync(Key($"order {n:000}"), Ct);
            Assert.Equal(
                results[n] switch
                {
                    StepsResult.Made => 2,
                    StepsResult.AddRefused { FirstStays: true } => 1,
                    _ => null,
                },
                order?.Version);
        }
    }

    [ContractFact]
    public async Task Steps_that_an_engine_could_not_hold_are_refused_before_anything_is_written()
    {
        ItemWrite Write(string sort) => new ItemWrite.Put(NewItem(sort), Condition.None);
        foreach (var wrong in new[]
        {
            Steps([], [Write("b")], AtMost(1)),
            Steps([Write("a")], [], AtMost(1)),
            Steps([Write("a"), Write("a")], [Write("b")], AtMost(1)),
            Steps([Write("counters")], [Write("b")], AtMost(1)),
            Steps([Write("a")], [Write("counters")], AtMost(1)),
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Store.TryInStepsAsync(wrong, Ct));
        }

        Assert.Empty(await SortsAsync(new ItemQuery(Partition)));
    }

    private WriteSteps Steps(ItemWrite[] first, ItemWrite[] last, params CounterGuard[] guards) =>
        new(first, new CounterAdd(Key("counters"), Counters(("used", 1m)), [.. guards]), last);
}

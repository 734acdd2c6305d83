using TradingPlatform.Core.Storage;

namespace TradingPlatform.Contract.Storage;

/// <content>Several items, all or none.</content>
public abstract partial class ItemStoreContract
{
    [ContractFact]
    public async Task A_transaction_whose_conditions_hold_makes_every_write()
    {
        await PutAsync(NewItem("old"), NewItem("changed"));
        Assert.True(await Store.TryTransactAsync(
            [
                new ItemWrite.Put(Full("new"), Condition.Absent),
                new ItemWrite.Put(NewItem("changed", "2", 2), Condition.Version(1)),
                new ItemWrite.Put(NewItem("any"), Condition.None),
                new ItemWrite.Delete(Key("old"), Condition.Version(1)),
                new ItemWrite.Delete(Key("never was"), Condition.None),
            ],
            Ct));
        Same(Full("new"), await Store.FindAsync(Key("new"), Ct));
        Assert.Equal(["any", "changed", "new"], await SortsAsync(new ItemQuery(Partition)));
    }

    [ContractFact]
    public async Task A_transaction_makes_no_write_where_any_condition_fails_wherever_it_stands()
    {
        await PutAsync(NewItem("kept"), NewItem("there"));
        ItemWrite[] fine =
        [
            new ItemWrite.Put(NewItem("new"), Condition.Absent),
            new ItemWrite.Delete(Key("kept"), Condition.Version(1)),
        ];
        foreach (var wrong in new ItemWrite[]
        {
            new ItemWrite.Put(NewItem("there"), Condition.Absent),
            new ItemWrite.Put(NewItem("there", version: 3), Condition.Version(2)),
            new ItemWrite.Put(NewItem("nowhere", version: 2), Condition.Version(1)),
            new ItemWrite.Delete(Key("there"), Condition.Version(2)),
            new ItemWrite.Delete(Key("there"), Condition.Absent),
        })
        {
            Assert.False(await Store.TryTransactAsync([.. fine, wrong], Ct));
            Assert.False(await Store.TryTransactAsync([wrong, .. fine], Ct));
        }

        Assert.Equal(["kept", "there"], await SortsAsync(new ItemQuery(Partition)));
        Same(NewItem("there"), await Store.FindAsync(Key("there"), Ct));
    }

    [ContractFact]
    public async Task A_transaction_has_1_to_100_writes_with_different_keys()
    {
        ItemWrite Write(int n) => new ItemWrite.Put(NewItem($"{n:000}"), Condition.Absent);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.TryTransactAsync([], Ct));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.TryTransactAsync([.. Enumerable.Range(0, 101).Select(Write)], Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.TryTransactAsync([Write(1), Write(1)], Ct));
        Assert.Empty(await SortsAsync(new ItemQuery(Partition)));
        // DynamoDB took 25 for years, and its local version still does.
        Assert.True(await Store.TryTransactAsync([.. Enumerable.Range(0, TransactionWrites).Select(Write)], Ct));
        Assert.Equal(TransactionWrites, (await SortsAsync(new ItemQuery(Partition))).Count);
    }

    /// <summary>How many writes the engine under test takes in a transaction.</summary>
    protected virtual int TransactionWrites => 100;

    [ContractFact]
    public async Task Of_transactions_that_race_for_one_item_exactly_one_wins_and_no_other_leaves_a_trace()
    {
        var racers = Racers / 4;
        var wins = await Task.WhenAll(Enumerable.Range(0, racers).Select(n => Task.Run(() => Store.TryTransactAsync(
            [
                new ItemWrite.Put(NewItem($"mine {n:000}"), Condition.Absent),
                new ItemWrite.Put(NewItem("shared", $"{n}"), Condition.Absent),
            ],
            Ct))));
        Assert.Single(wins, won => won);
        Assert.Equal([$"mine {Array.IndexOf(wins, true):000}", "shared"], await SortsAsync(new ItemQuery(Partition)));
    }

    [ContractFact]
    public async Task Transactions_and_single_writes_that_meet_on_an_item_both_end_with_an_answer()
    {
        var racers = Racers / 4;
        await PutAsync(NewItem("hot"));
        var transactions = Enumerable.Range(0, racers).Select(n => Task.Run(() => Store.TryTransactAsync(
            [
                new ItemWrite.Put(NewItem("hot", $"t{n}"), Condition.None),
                new ItemWrite.Put(NewItem($"own {n}"), Condition.Absent),
            ],
            Ct)));
        var puts = Enumerable.Range(0, racers).Select(
            n => Task.Run(() => Store.TryPutAsync(NewItem("hot", $"p{n}"), Condition.None, Ct)));
        Assert.All(await Task.WhenAll(transactions.Concat(puts)), Assert.True);
        Assert.Equal(racers + 1, (await SortsAsync(new ItemQuery(Partition))).Count);
    }
}

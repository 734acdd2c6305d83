using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Streams;

namespace TradingPlatform.Unit.Streams;

public sealed class StreamShardsTests
{
    private readonly StreamDesk _desk = new();

    [Fact]
    public void A_worker_takes_what_another_has_left_and_what_it_gives_back_at_once()
    {
        var (first, second) = (Shards("w1"), Shards("w2"));
        Assert.Equal(TableKeys.AccountShards, Take(first));
        _desk.World.Advance(StreamShards.LeasedFor - TimeSpan.FromSeconds(1));
        Assert.Equal((TableKeys.AccountShards, 0), (Take(first), Take(second)));

        _desk.World.Advance(StreamShards.LeasedFor);
        Assert.Equal((TableKeys.AccountShards, 0), (Take(second), Take(first)));
        _desk.World.Run(() => second.ReleaseAsync(CancellationToken.None));
        Assert.Equal(TableKeys.AccountShards, Take(first));
    }

    [Fact]
    public void Two_workers_of_half_the_shards_each_share_them()
    {
        var (first, second) = (Shards("w1", 8), Shards("w2", 8));

        Assert.Equal((8, 8), (Take(first), Take(second)));
        _desk.World.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal((8, 8), (Take(first), Take(second)));
    }

    [Fact]
    public void A_lease_that_is_long_still_costs_no_write()
    {
        var shards = Shards("w1");
        Take(shards);
        var writes = _desk.Desk.Store.Writes;

        Assert.Equal(TableKeys.AccountShards, Take(shards));
        Assert.Equal(writes, _desk.Desk.Store.Writes);
    }

    [Fact]
    public void Two_workers_that_follow_one_account_record_a_fill_once()
    {
        var order = _desk.Place(quantity: 2);
        _desk.Start();
        var fill = _desk.Fill(order, 1);
        var stream = new AccountStream(_desk.Desk.Account, _desk.World.Now);
        _ = _desk.World.Begin(() => _desk.Follow.RunAsync(stream, CancellationToken.None));
        _desk.Tell(fill);
        _desk.World.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, _desk.Held());
    }

    private StreamShards Shards(string name, int most = TableKeys.AccountShards) =>
        new(_desk.Desk.Store, new StreamWorkerName(name, most), _desk.World.Clock);

    private int Take(StreamShards shards) => _desk.World.Run(() => shards.TakeAsync(CancellationToken.None)).Count;
}

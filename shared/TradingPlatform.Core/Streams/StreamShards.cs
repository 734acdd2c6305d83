using System.Text.Json;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Core.Streams;

/// <summary>Who follows the accounts of one shard.</summary>
/// <param name="Owner">The worker's name.</param>
/// <param name="Until">When another one may take it, unless it is renewed.</param>
public sealed record ShardLease(string Owner, DateTimeOffset Until);

/// <summary>
/// Shares the accounts between workers: each shard of the platform's list is leased to one of them, which renews the
/// lease while it lives. A worker that stalls past its lease does no harm by going on for a moment: what both of them
/// hear is recorded once.
/// </summary>
public sealed class StreamShards(IItemStore store, StreamWorkerName name, TimeProvider clock)
{
    /// <summary>How long a shard stays with a worker that is not heard of.</summary>
    public static readonly TimeSpan LeasedFor = TimeSpan.FromSeconds(30);

    /// <summary>Renews what this worker has, and takes what nobody has.</summary>
    /// <returns>The shards that it has now.</returns>
    public async Task<IReadOnlyList<int>> TakeAsync(CancellationToken cancellation)
    {
        var held = new List<int>();
        var found = new List<(int Shard, Item? Item, ShardLease? Lease)>();
        for (var shard = 0; shard < TableKeys.AccountShards; shard++)
        {
            var item = await store.FindAsync(TableKeys.StreamShard(shard), cancellation);
            found.Add((shard, item, item is null
                ? null
                : JsonSerializer.Deserialize(item.Document, CoreJson.Default.ShardLease)));
        }

        var now = clock.GetUtcNow();
        // Its own first: beside another worker it takes no more than its share.
        foreach (var (shard, item, lease) in found.OrderBy(one => one.Lease?.Owner == name.Text ? 0 : 1))
        {
            var isOurs = lease?.Owner == name.Text;
            var isFree = lease is null || lease.Until <= now;
            var isGood = isOurs && lease!.Until - now > LeasedFor / 2;
            if (held.Count < name.MostShards
                && (isGood || ((isOurs || isFree) && await TryTakeAsync(shard, item, now, cancellation))))
            {
                held.Add(shard);
            }
        }

        return held;
    }

    /// <summary>Gives back what this worker has, so that another need not wait for it.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        for (var shard = 0; shard < TableKeys.AccountShards; shard++)
        {
            var key = TableKeys.StreamShard(shard);
            if (await store.FindAsync(key, cancellation) is { } item
                && JsonSerializer.Deserialize(item.Document, CoreJson.Default.ShardLease)!.Owner == name.Text)
            {
                await store.TryDeleteAsync(key, Condition.Version(item.Version), cancellation);
            }
        }
    }

    private Task<bool> TryTakeAsync(int shard, Item? item, DateTimeOffset now, CancellationToken cancellation) =>
        store.TryPutAsync(
            new Item(
                TableKeys.StreamShard(shard), (item?.Version ?? 0) + 1,
                JsonSerializer.Serialize(
                    new ShardLease(name.Text, now + LeasedFor), CoreJson.Default.ShardLease)),
            item is null ? Condition.Absent : Condition.Version(item.Version),
            cancellation);
}

/// <summary>What a stream worker is known by, and how much it takes.</summary>
/// <param name="Text">
/// Its name. One that comes back under its old name has its shards back at once; one with a new name waits until the
/// old leases have ended.
/// </param>
/// <param name="MostShards">How many of <see cref="TableKeys.AccountShards"/> shards it takes at most.</param>
public sealed record StreamWorkerName(string Text, int MostShards);

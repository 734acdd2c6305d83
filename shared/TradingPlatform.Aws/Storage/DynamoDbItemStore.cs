using System.Runtime.ExceptionServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using TradingPlatform.Core.Storage;
using Condition = TradingPlatform.Core.Storage.Condition;

namespace TradingPlatform.Aws.Storage;

/// <summary>The item store in one DynamoDB table.</summary>
/// <remarks>
/// <para>
/// A write whose answer is lost is repeated where that is safe. The repeat of a conditional write may then fail on its
/// own first attempt, so each put marks the item with an id of its own, and a refusal after a lost answer is believed
/// only when what is stored proves that another write came first; where nothing proves either, the call throws. Equal
/// content would be no proof: two callers may put the same item, and only one of them may think that it won.
/// </para>
/// <para>
/// A transaction carries a token by which DynamoDB knows its repeat, for ten minutes. An unconditional write is simply
/// made again, so it may land after another that began later: who cares uses a condition. An add is never made
/// again after a lost answer: see <see cref="AddAsync"/>.
/// </para>
/// </remarks>
public sealed class DynamoDbItemStore : IItemStore
{
    private readonly IAmazonDynamoDB _client;
    private readonly string _table;
    private readonly TimeProvider _clock;
    private readonly Func<Guid> _newId;
    private readonly DynamoDbAttempts _attempts;
    private readonly DynamoDbQueries _queries;
    private readonly DynamoDbCounters _counters;
    private readonly DynamoDbTransactions _transactions;

    /// <summary>Speaks to a table that is there.</summary>
    /// <param name="client">Configured by <see cref="ClientConfig"/>; not disposed here.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="clock">Says when items expire, and how long a pause between attempts lasts.</param>
    /// <param name="newId">Ids of writes: never the same twice, from any process.</param>
    /// <param name="chance">Spreads the pauses; used from many threads at once.</param>
    /// <exception cref="ArgumentException">The client retries by itself.</exception>
    public DynamoDbItemStore(
        IAmazonDynamoDB client, string table, TimeProvider clock, Func<Guid> newId, Random chance)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (client.Config.MaxErrorRetry != 0)
        {
            throw new ArgumentException("Retries are the store's: the client needs MaxErrorRetry = 0.", nameof(client));
        }

        (_client, _table, _clock, _newId) = (client, table, clock, newId);
        _attempts = new DynamoDbAttempts(clock, chance);
        _queries = new DynamoDbQueries(client, table, _attempts);
        _counters = new DynamoDbCounters(client, table, _attempts);
        _transactions = new DynamoDbTransactions(client, table, _attempts);
    }

    /// <summary>Configures a client for this store: no retries of its own, and 5 s for an attempt.</summary>
    public static AmazonDynamoDBConfig ClientConfig() => new()
    {
        MaxErrorRetry = 0,
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <inheritdoc/>
    public async Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation)
    {
        StorageLimits.Check(key);
        var attributes = await _attempts.ReadAsync(() => GetAsync(key, cancellation), cancellation);
        var item = attributes is null ? null : DynamoDbItems.Read(attributes);
        return item?.ExpiresAt?.ToUnixTimeSeconds() <= Now() ? null : item;
    }

    /// <inheritdoc/>
    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation)
    {
        StorageLimits.Check(query);
        return _queries.RunAsync(query, Now(), cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation)
    {
        StorageLimits.Check(item);
        ArgumentNullException.ThrowIfNull(condition);
        var holds = DynamoDbCondition.Of(condition, Now());
        var id = _newId().ToString("N");
        var attributes = DynamoDbItems.Write(item);
        attributes[DynamoDbSchema.PutId] = new AttributeValue(id);
        var request = new PutItemRequest
        {
            TableName = _table,
            Item = attributes,
            ConditionExpression = holds.Expression,
            ExpressionAttributeNames = holds.Names,
            ExpressionAttributeValues = holds.Values,
        };
        return _attempts.RunAsync(
            repeatUnknown: true,
            async lost =>
            {
                try
                {
                    await _client.PutItemAsync(request, cancellation);
                    return true;
                }
                catch (ConditionalCheckFailedException)
                {
                    return lost is not null && await WasPutAsync(item, id, lost, cancellation);
                }
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation)
    {
        StorageLimits.Check(key);
        ArgumentNullException.ThrowIfNull(condition);
        var holds = DynamoDbCondition.Of(condition, Now());
        var request = new DeleteItemRequest
        {
            TableName = _table,
            Key = DynamoDbItems.Key(key),
            ConditionExpression = holds.Expression,
            ExpressionAttributeNames = holds.Names,
            ExpressionAttributeValues = holds.Values,
        };
        return _attempts.RunAsync(
            repeatUnknown: true,
            async lost =>
            {
                try
                {
                    await _client.DeleteItemAsync(request, cancellation);
                    return true;
                }
                catch (ConditionalCheckFailedException)
                {
                    // An item that is gone was deleted by the attempt whose answer was lost, or by someone else.
                    if (lost is not null && await GetAsync(key, cancellation) is null)
                    {
                        ExceptionDispatchInfo.Throw(lost);
                    }

                    return false;
                }
            },
            cancellation);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Adding is not idempotent, so an add whose answer is lost is not made again. Each add leaves its id on the item:
    /// when that id is still there the add is answered after all, else this throws and the add may have been applied.
    /// </remarks>
    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation)
    {
        StorageLimits.Check(add);
        return _counters.AddAsync(add, _newId().ToString("N"), Now(), cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation)
    {
        StorageLimits.Check(writes);
        return _transactions.RunAsync(writes, _newId().ToString("N"), Now(), cancellation);
    }

    /// <summary>Whether a put that was refused after a lost answer had been made by an earlier attempt.</summary>
    private async Task<bool> WasPutAsync(Item item, string id, Exception lost, CancellationToken cancellation)
    {
        var stored = await GetAsync(item.Key, cancellation);
        if (stored is not null && DynamoDbItems.Text(stored, DynamoDbSchema.PutId) == id)
        {
            return true;
        }

        // Versions only rise: at this item's version or below stands another writer's item, and this one never was.
        // Above it, or where the item is gone, this one may have been there in between.
        if (stored is null || DynamoDbItems.Number(stored, DynamoDbSchema.Version) > item.Version)
        {
            ExceptionDispatchInfo.Throw(lost);
        }

        return false;
    }

    private Task<Dictionary<string, AttributeValue>?> GetAsync(ItemKey key, CancellationToken cancellation) =>
        _client.GetConsistentAsync(_table, DynamoDbItems.Key(key), cancellation);

    private long Now() => _clock.GetUtcNow().ToUnixTimeSeconds();
}

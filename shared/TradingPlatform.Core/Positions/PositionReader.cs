using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Core.Positions;

/// <summary>
/// Positions, folded from fills when they are asked for: nothing is kept that could disagree with the fills, and no
/// order waits for another one's position. A checkpoint spares the fold its beginning.
/// </summary>
/// <remarks>
/// A checkpoint covers fills that are older than <see cref="Settled"/> alone. A fill that becomes known later than that
/// (reconciliation found it) takes the checkpoint away in the write that stores it; the next read folds from the first.
/// </remarks>
public sealed class PositionReader(IItemStore store, FillRepository fills, TimeProvider clock)
{
    /// <summary>After this long a fill is taken to have arrived.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(30);

    private const int CheckpointEvery = 500;

    /// <summary>An account's positions, one a pair it has traded in.</summary>
    public async IAsyncEnumerable<Position> GetAllAsync(
        ExchangeAccount account,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        await foreach (var symbol in fills.GetSymbolsAsync(account.Tenant, account.Id, cancellation))
        {
            yield return await GetAsync(account, symbol, cancellation);
        }
    }

    /// <summary>An account's position in a pair; an empty one where it has no fills there.</summary>
    public async Task<Position> GetAsync(ExchangeAccount account, Symbol symbol, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        var key = TableKeys.Position(account.Tenant, account.Id, symbol);
        var stored = await store.FindAsync(key, cancellation);
        var (after, position) = stored is null
            ? (null, new Position(account.Id, account.Exchange, symbol))
            : Read(stored);
        var settled = clock.GetUtcNow() - Settled;
        (string Key, Position Position)? checkpoint = null;
        var late = false;
        await foreach (var (at, fill) in fills.GetAfterAsync(account.Tenant, account.Id, symbol, after, cancellation))
        {
            position = position.After(fill);
            late |= fill.Trade.At > settled;
            checkpoint = late ? checkpoint : (at, position);
        }

        if (checkpoint is var (last, kept) && kept.Fills - (stored?.Version ?? 0) >= CheckpointEvery)
        {
            // The version is the number of fills in it. Whoever loses this race loses nothing.
            var document = last + "\n" + JsonSerializer.Serialize(kept, CoreJson.Default.Position);
            await store.TryPutAsync(
                new Item(key, kept.Fills, document),
                stored is null ? Condition.Absent : Condition.Version(stored.Version),
                cancellation);
        }

        return position;
    }

    private static (string After, Position Position) Read(Item item)
    {
        var end = item.Document.IndexOf('\n', StringComparison.Ordinal);
        return (item.Document[..end],
            JsonSerializer.Deserialize(item.Document.AsSpan(end + 1), CoreJson.Default.Position)!);
    }
}

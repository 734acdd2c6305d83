using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>Fills, each stored once under account, pair and the exchange's trade id.</summary>
public sealed class FillRepository(IItemStore store)
{
    /// <summary>A fill as an item. It is only ever put where none is.</summary>
    internal static Item Write(Fill fill) =>
        new(
            new ItemKey(
                TableKeys.Fills(fill.Tenant, fill.Account),
                TableKeys.Fill(fill.Symbol, fill.Trade.TradeId, fill.Trade.Side, fill.Trade.At)),
            1,
            JsonSerializer.Serialize(fill, CoreJson.Default.Fill))
        {
            Index1 = new ItemKey(
                TableKeys.AllFills(fill.Tenant), $"{TableKeys.Time(fill.Trade.At)}#{fill.Id}"),
        };

    /// <summary>
    /// One page of a tenant's fills, newest first. A page can be short, or empty, and still have a next.
    /// </summary>
    public Task<(IReadOnlyList<Fill> Fills, string? Next)> ListAsync(
        TenantId tenant, Func<Fill, bool> wanted, int limit, string? cursor, CancellationToken cancellation) =>
        store.QueryWhereAsync(
            new ItemQuery(TableKeys.AllFills(tenant))
            {
                Index = ItemIndex.First, Descending = true, Limit = limit, Cursor = cursor,
            },
            Read, wanted, cancellation);

    /// <summary>The pairs in which an account has fills: one read a pair, since keys are led by it.</summary>
    public async IAsyncEnumerable<Symbol> GetSymbolsAsync(
        TenantId tenant, AccountId account,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var from = string.Empty;
        while (true)
        {
            var query = new ItemQuery(TableKeys.Fills(tenant, account))
            {
                From = from.Length == 0 ? null : from, Limit = 1,
            };
            var page = await store.QueryAsync(query, cancellation);
            if (page.Items is not [{ } first])
            {
                yield break;
            }

            var symbol = first.Key.Sort[..first.Key.Sort.IndexOf('#', StringComparison.Ordinal)];
            yield return Symbol.Parse(symbol);
            // '$' follows '#', so this is past every fill of the pair and before the next pair's first.
            from = symbol + "$";
        }
    }

    /// <summary>
    /// An account's fills in a pair after a key, in the exchange's order; all of them where it is null.
    /// </summary>
    public async IAsyncEnumerable<(string Key, Fill Fill)> GetAfterAsync(
        TenantId tenant, AccountId account, Symbol symbol, string? after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = ItemQuery.Prefix(TableKeys.Fills(tenant, account), symbol.Text + "#") with { Limit = 500 };
        query = after is null ? query : query with { From = after };
        await foreach (var item in store.QueryAllAsync(query, cancellation))
        {
            if (item.Key.Sort != after)
            {
                yield return (item.Key.Sort, Read(item));
            }
        }
    }

    /// <summary>Which of these trades of a pair are stored, in either way: as an order's, or as external.</summary>
    public async Task<IReadOnlySet<string>> GetStoredAsync(
        TenantId tenant, AccountId account, Symbol symbol, IReadOnlyCollection<Exchanges.ReportedFill> trades,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(trades);
        var keys = trades.Select(trade => KeyOf(symbol, trade)).Order(StringComparer.Ordinal).ToList();
        var stored = new HashSet<string>(StringComparer.Ordinal);
        if (keys is [])
        {
            return stored;
        }

        // By bytes, as the store orders them; keys are ASCII.
        var query = new ItemQuery(TableKeys.Fills(tenant, account)) { From = keys[0], To = keys[^1], Limit = 1000 };
        await foreach (var item in store.QueryAllAsync(query, cancellation))
        {
            stored.Add(item.Key.Sort);
        }

        return stored;
    }

    /// <summary>A trade's place among its account's.</summary>
    public static string KeyOf(Symbol symbol, Exchanges.ReportedFill trade)
    {
        ArgumentNullException.ThrowIfNull(trade);
        return TableKeys.Fill(symbol, trade.TradeId, trade.Side, trade.At);
    }

    private static Fill Read(Item item) => JsonSerializer.Deserialize(item.Document, CoreJson.Default.Fill)!;
}

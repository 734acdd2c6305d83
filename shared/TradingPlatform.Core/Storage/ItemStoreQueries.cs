using System.Runtime.CompilerServices;

namespace TradingPlatform.Core.Storage;

/// <summary>Follows a query's pages to the end.</summary>
public static class ItemStoreQueries
{
    /// <summary>Every item the query asks for, page after page, none held longer than its page.</summary>
    public static async IAsyncEnumerable<Item> QueryAllAsync(
        this IItemStore store, ItemQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(query);
        for (var page = query; ;)
        {
            var answer = await store.QueryAsync(page, cancellation);
            foreach (var item in answer.Items)
            {
                yield return item;
            }

            if (answer.Next is not { } next)
            {
                yield break;
            }

            page = query with { Cursor = next };
        }
    }
}

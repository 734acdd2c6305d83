using System.Runtime.CompilerServices;

namespace TradingPlatform.Core.Storage;

/// <summary>Follows a query's pages.</summary>
public static class ItemStoreQueries
{
    /// <summary>
    /// One page of what is wanted of a query's answer, as wide as the query's limit. Where little of it is wanted the
    /// page can be short, or empty, and still have a next: no call reads without end.
    /// </summary>
    public static async Task<(IReadOnlyList<T> Found, string? Next)> QueryWhereAsync<T>(
        this IItemStore store, ItemQuery query, Func<Item, T> read, Func<T, bool> wanted,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(query);
        const int MostPages = 20;
        var found = new List<T>();
        var cursor = query.Cursor;
        for (var page = 1; ; page++)
        {
            var answer = await store.QueryAsync(
                query with { Limit = query.Limit - found.Count, Cursor = cursor }, cancellation);
            found.AddRange(answer.Items.Select(read).Where(wanted));
            cursor = answer.Next;
            if (cursor is null || found.Count >= query.Limit || page == MostPages)
            {
                return (found, cursor);
            }
        }
    }

    /// <summary>
    /// One page of what a partition of the first index lists, which sorts by when things came to be: newest first.
    /// </summary>
    public static async Task<(IReadOnlyList<T> Found, string? Next)> ListNewestAsync<T>(
        this IItemStore store, string partition, Func<Item, T> read, int limit, string? cursor,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        var page = await store.QueryAsync(
            new ItemQuery(partition) { Index = ItemIndex.First, Descending = true, Limit = limit, Cursor = cursor },
            cancellation);
        return ([.. page.Items.Select(read)], page.Next);
    }

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

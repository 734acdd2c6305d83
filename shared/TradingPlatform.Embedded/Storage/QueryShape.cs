using System.Text;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>
/// What the text of a query's statement depends on. There are few of these, so each connection keeps their statements.
/// </summary>
/// <param name="Index">The order that is followed.</param>
/// <param name="Descending">The highest sort keys first.</param>
/// <param name="From">The range has a lower end that is not a cursor.</param>
/// <param name="To">The range has an upper end that is not a cursor.</param>
/// <param name="Continued">A cursor stands in for the end that the page starts from: it lies within the range.</param>
internal readonly record struct QueryShape(ItemIndex Index, bool Descending, bool From, bool To, bool Continued)
{
    /// <summary>The shape of a query.</summary>
    public static QueryShape Of(ItemQuery query)
    {
        var continued = query.Cursor is not null;
        return new QueryShape(
            query.Index,
            query.Descending,
            query.From is not null && (query.Descending || !continued),
            query.To is not null && (!query.Descending || !continued),
            continued);
    }

    /// <summary>
    /// The statement. Parameters: 1 partition, 2 now, 3 lower end, 4 upper end, 5 to 7 the cursor's sort key and key,
    /// 8 the limit.
    /// </summary>
    public string Sql()
    {
        var (partition, sort) = Index switch
        {
            ItemIndex.First => ("gsi1pk", "gsi1sk"),
            ItemIndex.Second => ("gsi2pk", "gsi2sk"),
            _ => ("pk", "sk"),
        };
        var (order, position) = Index == ItemIndex.Table ? ("sk", "?5") : ($"{sort}, pk, sk", "?5, ?6, ?7");
        var sql = new StringBuilder($"SELECT {ItemRow.Columns} FROM items WHERE {partition} = ?1 AND {ItemRow.Alive}");
        sql.Append(From ? $" AND {sort} >= ?3" : "").Append(To ? $" AND {sort} <= ?4" : "");
        sql.Append(Continued ? $" AND ({order}) {(Descending ? '<' : '>')} ({position})" : "");
        sql.Append(" ORDER BY ").Append(Descending ? order.Replace(",", " DESC,", StringComparison.Ordinal) : order);
        return sql.Append(Descending ? " DESC LIMIT ?8" : " LIMIT ?8").ToString();
    }
}

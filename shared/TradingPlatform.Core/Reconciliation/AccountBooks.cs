using System.Collections.Immutable;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>How far an account's trades were followed, and what its balances must therefore be.</summary>
/// <remarks>
/// What an account holds is explained from a baseline: its balances when it was first reconciled, and every trade
/// since. Deposits and withdrawals show as a difference once, and then move the baseline (ADR 0015).
/// </remarks>
/// <param name="Pairs">How far trades were followed, by pair.</param>
/// <param name="Expected">
/// What each asset's balance must be, or on a futures account each pair's position; null before there was a baseline.
/// </param>
/// <param name="BaselineAt">When the baseline was taken; null before there was one.</param>
/// <param name="MismatchAt">When balances were last found not to be explained; null once they proved to be.</param>
/// <param name="ReconciledAt">When the last run that came to its end began.</param>
/// <param name="Audit">Where the chain of the books' events ends.</param>
public sealed record AccountBooks(
    ImmutableSortedDictionary<string, PairCursor> Pairs,
    ImmutableSortedDictionary<string, decimal>? Expected,
    DateTimeOffset? BaselineAt,
    DateTimeOffset? MismatchAt,
    DateTimeOffset? ReconciledAt,
    ChainEnd Audit)
{
    /// <summary>
    /// Assets of which it is not known whether the baseline had all of their trades: they are taken anew. Null for
    /// none.
    /// </summary>
    public ImmutableSortedSet<string>? Unsure { get; init; }

    /// <summary>Before an account was ever reconciled.</summary>
    public static AccountBooks New { get; } = new(
        ImmutableSortedDictionary.Create<string, PairCursor>(StringComparer.Ordinal), null, null, null, null, default);

    /// <summary>
    /// After trades that were not counted before: the cursor moves, and with it what balances must be.
    /// </summary>
    /// <param name="symbol">Their pair.</param>
    /// <param name="cursor">Where it moves to.</param>
    /// <param name="trades">They.</param>
    /// <param name="isFutures">They move a position, and no asset but the margin's.</param>
    public AccountBooks After(Symbol symbol, PairCursor cursor, IReadOnlyList<ReportedFill> trades, bool isFutures)
    {
        ArgumentNullException.ThrowIfNull(trades);
        var expected = Expected;
        foreach (var trade in expected is null ? [] : trades)
        {
            var sign = trade.Side is OrderSide.Buy ? 1 : -1;
            if (isFutures)
            {
                expected = Add(expected!, symbol.Text, sign * trade.Quantity.Value);
                continue;
            }

            expected = Add(expected!, symbol.Base.Text, sign * trade.Quantity.Value);
            expected = Add(expected, symbol.Quote.Text, -sign * trade.Quote);
            expected = Add(expected, trade.FeeAsset.Text, -trade.FeeAmount);
        }

        return (this with { Pairs = Pairs.SetItem(symbol.Text, cursor), Expected = expected })
            .Doubt(symbol, trades, isFutures);
    }

    // Of a trade of about the time of the baseline: balances may or may not have had it, since that is dated by our
    // clock, and trades by the exchange's, whose history may trail its balances.
    private AccountBooks Doubt(Symbol symbol, IReadOnlyList<ReportedFill> trades, bool isFutures) =>
        BaselineAt is { } baseline && trades.Any(trade => trade.At <= baseline + PairCursor.MayBeBefore)
            ? this with
            {
                Unsure = (Unsure ?? ImmutableSortedSet.Create<string>(StringComparer.Ordinal)).Union(
                    isFutures
                        ? [symbol.Text]
                        : trades.Select(trade => trade.FeeAsset.Text)
                            .Append(symbol.Base.Text).Append(symbol.Quote.Text)),
            }
            : this;

    private static ImmutableSortedDictionary<string, decimal> Add(
        ImmutableSortedDictionary<string, decimal> amounts, string asset, decimal by) =>
        amounts.SetItem(asset, amounts.GetValueOrDefault(asset) + by);
}

/// <summary>How far a pair's trades were followed.</summary>
/// <param name="Since">Trades before are counted, all of them; they are asked for from here on.</param>
/// <param name="Counted">
/// The trades since that are counted already: when each was, in milliseconds of Unix time, by their place among the
/// account's fills.
/// </param>
public sealed record PairCursor(DateTimeOffset Since, ImmutableSortedDictionary<string, long> Counted)
{
    // The books of an account with many pairs are one item, and are stored with each write of a run.
    private const int MostCounted = 50;

    // Far beyond what an exchange's history lags behind its engine.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    // An exchange is asked in windows of a day, so a cursor must not rest for many of them.
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(24);

    // More than clocks are apart.
    internal static readonly TimeSpan MayBeBefore = TimeSpan.FromMinutes(1);

    /// <summary>Begins to follow a pair of an account whose books are these.</summary>
    public static PairCursor First(AccountBooks books, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(books);
        return From(books.BaselineAt - MayBeBefore is { } since && since > created ? since : created);
    }

    /// <summary>Begins to follow a pair.</summary>
    public static PairCursor From(DateTimeOffset since) =>
        new(since, ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    /// <summary>After a page of trades that were not counted before, oldest first.</summary>
    public PairCursor After(Symbol symbol, IReadOnlyList<ReportedFill> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var counted = Counted.SetItems(page.Select(trade =>
            KeyValuePair.Create(FillRepository.KeyOf(symbol, trade), trade.At.ToUnixTimeMilliseconds())));
        var moved = this with { Counted = counted };
        return page is [] || counted.Count <= MostCounted ? moved : moved.MoveTo(page[^1].At - Overlap);
    }

    /// <summary>The trade is to be counted still.</summary>
    public bool Lacks(Symbol symbol, ReportedFill trade)
    {
        ArgumentNullException.ThrowIfNull(trade);
        return trade.At >= Since && !Counted.ContainsKey(FillRepository.KeyOf(symbol, trade));
    }

    /// <summary>Asked for from later on, where it has rested for long.</summary>
    public PairCursor Rest(DateTimeOffset now) =>
        now - Since > LongestRest ? MoveTo(now - (LongestRest / 2)) : this;

    private PairCursor MoveTo(DateTimeOffset since)
    {
        var from = since.ToUnixTimeMilliseconds();
        return since <= Since
            ? this
            : new PairCursor(since, Counted.RemoveRange(Counted.Where(c => c.Value < from).Select(c => c.Key)));
    }
}

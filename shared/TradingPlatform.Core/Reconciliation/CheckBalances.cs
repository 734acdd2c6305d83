using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// Checks an account's balances against its baseline and the trades since. What they do not explain is told of,
/// restricts the account, and becomes the baseline: a deposit is a mismatch once and not for ever (ADR 0015).
/// </summary>
/// <remarks>
/// Of a futures account its positions are checked, by pair. Its margin moves with their profit and funding, which
/// trades alone do not explain.
/// </remarks>
internal sealed class CheckBalances(AccountRun run, SweepTrades sweep)
{
    /// <summary>The event of balances that are not explained.</summary>
    public const string Found = "BalanceMismatchFound";

    private const decimal ToleratedShare = 0.0001m;
    private const decimal ToleratedUsdt = 1;
    private const int Attempts = 3;
    private const int MostAssets = 6;

    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(30);

    // Balances that agree just after they were taken as they were prove little; those that agree a cycle later do.
    private static readonly TimeSpan Proven = TimeSpan.FromMinutes(4);

    /// <summary>Checks, once the account's trades in these pairs are swept.</summary>
    public async Task HandleAsync(IReadOnlySet<Symbol> symbols, CancellationToken cancellation)
    {
        if (run.Lease.Books.Expected is null)
        {
            await BeginAsync(cancellation);
            return;
        }

        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            // The pairs have just been swept, when the first look begins.
            var first = await LookAsync(attempt == 1 ? [] : symbols, cancellation);
            var isSure = run.Lease.Books.Unsure is null;
            if (isSure && first.Off.IsEmpty)
            {
                await ProveAsync(cancellation);
                return;
            }

            // Trades may explain it: those of just now, and those in pairs that the platform never traded.
            var pairs = symbols.Union(await PairsOfAsync(first.Off, cancellation)).ToHashSet();
            await Task.Delay(AccountRun.MayTrail, run.Clock, cancellation);
            var second = await LookAsync(pairs, cancellation);
            if (!isSure)
            {
                await MakeSureAsync(first, second, cancellation);
            }
            else if (second.Off.RemoveAll(off => !IsSame(first, second, off.Asset)) is { IsEmpty: false } stands)
            {
                await ReportAsync(stands, cancellation);
                return;
            }
        }
    }

    // What is there now is the baseline. A process that stood still over it cannot say when that was.
    private async Task BeginAsync(CancellationToken cancellation)
    {
        DateTimeOffset at;
        ImmutableSortedDictionary<string, decimal> actual;
        do
        {
            at = run.Clock.GetUtcNow();
            actual = await ReadAsync(cancellation);
        }
        while (run.Clock.GetUtcNow() - at > LongestRead);

        await run.Lease.AdvanceAsync(run.Lease.Books with { Expected = actual, BaselineAt = at }, cancellation);
    }

    private async Task MakeSureAsync(Look first, Look second, CancellationToken cancellation)
    {
        var books = run.Lease.Books;
        var sure = books.Unsure!.Where(asset => IsSame(first, second, asset)).ToList();
        var expected = books.Expected!.SetItems(sure.Select(asset => KeyValuePair.Create(
            asset, books.Expected!.GetValueOrDefault(asset) + second.Drift.GetValueOrDefault(asset))));
        var unsure = books.Unsure!.Except(sure);
        await run.Lease.AdvanceAsync(
            books with { Expected = expected, Unsure = unsure.IsEmpty ? null : unsure }, cancellation);
    }

    // Two looks show the same only where no trade was on its way in either: what moved just now differs in them.
    private static bool IsSame(Look first, Look second, string asset) =>
        first.Drift.GetValueOrDefault(asset) == second.Drift.GetValueOrDefault(asset);

    private async Task<Look> LookAsync(IEnumerable<Symbol> pairs, CancellationToken cancellation)
    {
        await sweep.HandleAsync(pairs, cancellation);
        var (expected, actual) = (run.Lease.Books.Expected!, await ReadAsync(cancellation));
        return new Look(
            Item.NoCounters.AddRange(expected.Keys.Union(actual.Keys, StringComparer.Ordinal).Select(asset =>
                KeyValuePair.Create(asset, actual.GetValueOrDefault(asset) - expected.GetValueOrDefault(asset)))),
            await CompareAsync(expected, actual, cancellation));
    }

    private async Task<ImmutableSortedDictionary<string, decimal>> ReadAsync(CancellationToken cancellation) =>
        run.IsFutures
            ? Item.NoCounters.AddRange((await run.Exchange.GetPositionsAsync(cancellation))
                .GroupBy(position => position.Symbol.Text, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Sum(position => position.Quantity)))
                .Where(position => position.Value != 0))
            : Item.NoCounters.AddRange((await run.Exchange.GetAccountAsync(cancellation)).Balances
                .Where(balance => balance.Total != 0)
                .Select(balance => KeyValuePair.Create(balance.Asset.Text, balance.Total)));

    private async Task<ImmutableArray<BalanceMismatch>> CompareAsync(
        ImmutableSortedDictionary<string, decimal> expected, ImmutableSortedDictionary<string, decimal> actual,
        CancellationToken cancellation)
    {
        var mismatches = ImmutableArray.CreateBuilder<BalanceMismatch>();
        foreach (var asset in expected.Keys.Union(actual.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (should, does) = (expected.GetValueOrDefault(asset), actual.GetValueOrDefault(asset));
            var off = Math.Abs(should - does);
            if (off > ToleratedShare * Math.Max(Math.Abs(should), Math.Abs(does))
                && (!Asset.TryParse(asset, out var known)
                    || await UnitValue.FindAsync(run.Exchange, known, cancellation) is not { } price
                    || off * price >= ToleratedUsdt))
            {
                mismatches.Add(new BalanceMismatch(run.Account.Id, asset, should, does));
            }
        }

        return mismatches.ToImmutable();
    }

    // A trade moves two balances: its pair is made of two assets that are both off, or of one and the quote in common.
    private async Task<IReadOnlyList<Symbol>> PairsOfAsync(
        ImmutableArray<BalanceMismatch> mismatches, CancellationToken cancellation)
    {
        if (run.IsFutures)
        {
            return [.. mismatches.Select(m => Symbol.Parse(m.Asset))];
        }

        var assets = mismatches.Take(MostAssets).Select(m => m.Asset).Append(Asset.Usdt.Text)
            .Distinct(StringComparer.Ordinal).Where(asset => Asset.TryParse(asset, out _)).Select(Asset.Parse).ToList();
        var pairs = new List<Symbol>();
        foreach (var left in assets)
        {
            foreach (var right in assets.Where(right => right != left))
            {
                var pair = new Symbol(left, right);
                if (await run.Exchange.FindInstrumentAsync(pair, cancellation) is not null)
                {
                    pairs.Add(pair);
                }
            }
        }

        return pairs;
    }

    private async Task ReportAsync(ImmutableArray<BalanceMismatch> mismatches, CancellationToken cancellation)
    {
        var (books, now) = (run.Lease.Books, run.Clock.GetUtcNow());
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["account"] = run.Account.Id.Text,
        };
        foreach (var (_, asset, expected, actual) in mismatches)
        {
            details[asset] = string.Create(CultureInfo.InvariantCulture, $"{expected} -> {actual}");
        }

        run.Findings.Mismatches = mismatches;
        run.Log.BalancesOff(run.Account.Id, mismatches.Length);
        await run.States.RestrictAsync(
            run.Caller, run.Account.Id, AccountRun.BalanceCause, null, TradingState.ReduceOnly,
            "Balances or positions changed by more than the account's trades explain.", cancellation);
        var e = AuditEvent.Append(books.Audit, now, Found, run.Caller, run.Account.Id.Text, details);
        await run.Lease.AdvanceAsync(
            books with
            {
                Expected = mismatches.Aggregate(books.Expected!, (all, m) => all.SetItem(m.Asset, m.Actual)),
                MismatchAt = now,
                Audit = e.End,
            },
            cancellation,
            new ItemWrite.Put(
                new Item(
                    new ItemKey(TableKeys.BooksAudit(run.Account.Tenant, run.Account.Id), TableKeys.Event(e.Number)), 1,
                    JsonSerializer.Serialize(e, CoreJson.Default.AuditEvent)) { Outbound = true },
                Condition.Absent));
    }

    private async Task ProveAsync(CancellationToken cancellation)
    {
        if (run.Lease.Books.MismatchAt is { } at && run.Clock.GetUtcNow() - at >= Proven)
        {
            await run.States.ReleaseAsync(
                run.Caller, run.Account.Id, AccountRun.BalanceCause, null,
                "Balances have agreed with the account's trades for a cycle.", cancellation);
            await run.Lease.AdvanceAsync(run.Lease.Books with { MismatchAt = null }, cancellation);
        }
    }

    // By how much each asset is off, and those that are off by more than is tolerated.
    private sealed record Look(
        ImmutableSortedDictionary<string, decimal> Drift, ImmutableArray<BalanceMismatch> Off);
}

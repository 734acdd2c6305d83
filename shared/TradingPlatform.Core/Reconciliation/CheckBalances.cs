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

    // Balances may be served from behind the engine.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    // Balances that agree just after they were taken as they were prove little; those that agree a cycle later do.
    private static readonly TimeSpan Proven = TimeSpan.FromMinutes(4);

    /// <summary>Checks, once the account's trades in these pairs are swept.</summary>
    public async Task HandleAsync(IReadOnlySet<Symbol> symbols, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var at = run.Clock.GetUtcNow();
            var actual = await ReadAsync(cancellation);
            if (run.Lease.Books.Expected is not { } expected)
            {
                if (await sweep.HandleAsync(symbols, cancellation) == 0)
                {
                    await run.Lease.AdvanceAsync(
                        run.Lease.Books with { Expected = actual, BaselineAt = at }, cancellation);
                    return;
                }

                continue;
            }

            var mismatches = await CompareAsync(expected, actual, cancellation);
            if (mismatches.IsEmpty)
            {
                await ProveAsync(cancellation);
                return;
            }

            // Trades may explain it: those of just now, and those in pairs that the platform never traded.
            var pairs = symbols.Union(await PairsOfAsync(mismatches, cancellation));
            if (await sweep.HandleAsync(pairs, cancellation) == 0 && await StandsAsync(actual, cancellation))
            {
                await ReportAsync(mismatches, cancellation);
                return;
            }
        }
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

    private async Task<bool> StandsAsync(
        ImmutableSortedDictionary<string, decimal> actual, CancellationToken cancellation)
    {
        await Task.Delay(BetweenLooks, run.Clock, cancellation);
        return (await ReadAsync(cancellation)).SequenceEqual(actual);
    }

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
}

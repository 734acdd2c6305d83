using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// Follows an account's trades from where the last run ended, page by page, and stores those that nobody has told of:
/// as their orders' where those are the platform's, as external ones otherwise. The cursor moves only after that.
/// </summary>
internal sealed class SweepTrades(AccountRun run)
{
    // Four writes beside the lease's.
    private const int ExternalAtOnce = 3;

    /// <summary>External trades that are worth less, in USDT, are recorded, and restrict nothing.</summary>
    private const decimal Dust = 1;

    // More than clocks are apart.
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);

    /// <summary>Sweeps the pairs. Answers how many trades were not counted before.</summary>
    public async Task<int> HandleAsync(IEnumerable<Symbol> symbols, CancellationToken cancellation)
    {
        var counted = 0;
        foreach (var symbol in symbols.OrderBy(symbol => symbol.Text, StringComparer.Ordinal).ToList())
        {
            counted += await SweepAsync(symbol, cancellation);
        }

        return counted;
    }

    private async Task<int> SweepAsync(Symbol symbol, CancellationToken cancellation)
    {
        var books = run.Lease.Books;
        var cursor = books.Pairs.GetValueOrDefault(symbol.Text) ?? PairCursor.First(books, run.Account.CreatedAt);
        var (since, counted) = (cursor.Since, 0);
        string? next = null;
        do
        {
            var page = await run.Exchange.GetTradesAsync(symbol, since, next, cancellation);
            var fresh = page.Fills.Where(trade => cursor.Lacks(symbol, trade)).ToList();
            if (fresh.Count > 0)
            {
                await StoreAsync(symbol, fresh, cancellation);
                cursor = cursor.After(symbol, fresh);
                await run.Lease.AdvanceAsync(
                    run.Lease.Books.After(symbol, cursor, fresh, run.IsFutures), cancellation);
                counted += fresh.Count;
            }

            next = page.Next;
            await run.Lease.KeepAsync(cancellation);
        }
        while (next is not null);

        var rested = cursor.Rest(run.Clock.GetUtcNow());
        if (!ReferenceEquals(rested, cursor))
        {
            await run.Lease.AdvanceAsync(
                run.Lease.Books.After(symbol, rested, [], run.IsFutures), cancellation);
        }

        return counted;
    }

    private async Task StoreAsync(Symbol symbol, List<ReportedFill> trades, CancellationToken cancellation)
    {
        var stored = await run.Fills.GetStoredAsync(
            run.Account.Tenant, run.Account.Id, symbol, trades, cancellation);
        foreach (var group in trades.Where(trade => !stored.Contains(FillRepository.KeyOf(symbol, trade)))
            .GroupBy(trade => trade.ExchangeOrderId, StringComparer.Ordinal))
        {
            ImmutableArray<ReportedFill> missed = [.. group];
            var (order, report) = await FindOrderAsync(symbol, group.Key, cancellation);
            if (order is null && report is null && missed[^1].At > run.Clock.GetUtcNow() - Recent)
            {
                // The order may be ours, and shown later than its trade.
                await Task.Delay(AccountRun.MayTrail, run.Clock, cancellation);
                (order, report) = await FindOrderAsync(symbol, group.Key, cancellation);
            }

            if (order is null)
            {
                await StoreExternalAsync(symbol, group.Key, report, missed, cancellation);
            }
            else
            {
                var after = await run.Ledger.RecordAsync(
                    order, new OrderEvent.Traded(missed), run.Caller, cancellation);
                if (report is not null)
                {
                    await run.Ledger.RecordAsync(after, new OrderEvent.Reported(report), run.Caller, cancellation);
                }
            }

            run.Findings.FillsAdded += missed.Length;
        }
    }

    // A trade names its order by the exchange's id alone; the order names ours.
    private async Task<(Order? Order, OrderReport? Report)> FindOrderAsync(
        Symbol symbol, string exchangeId, CancellationToken cancellation)
    {
        var tenant = run.Account.Tenant;
        var id = run.Met.Find(symbol, exchangeId)
            ?? OrderId.DeriveExternal(tenant, run.Account.Id, symbol, exchangeId);
        if (await run.Orders.FindAsync(tenant, id, cancellation) is { } known)
        {
            return (known, null);
        }

        var report = await run.Exchange.FindOrderAsync(
            new OrderReference(symbol, new ClientOrderId(exchangeId), exchangeId), cancellation);
        return report is not null && OrderId.TryFrom(report.ClientOrderId, out var ours)
            && await run.Orders.FindAsync(tenant, ours, cancellation) is { } order && order.Account == run.Account.Id
                ? (order, report)
                : (null, report);
    }

    private async Task StoreExternalAsync(
        Symbol symbol, string exchangeId, OrderReport? report, ImmutableArray<ReportedFill> trades,
        CancellationToken cancellation)
    {
        var account = run.Account;
        var quoteValue = await UnitValue.FindAsync(run.Exchange, symbol.Quote, cancellation);
        if (quoteValue is not { } value || trades.Sum(trade => trade.Quote) * value >= Dust)
        {
            // Before its trades: once they are stored nobody would look for it again.
            report ??= new OrderReport(
                new ClientOrderId(exchangeId), exchangeId, symbol, ReportedStatus.Filled, Quantity.Zero, null, [],
                trades[^1].At);
            var orphan = Orphan.Unknown(
                account, report, null, "It traded; the platform did not place it.", run.Clock.GetUtcNow());
            await run.OpenAsync(orphan with { HasTraded = true }, cancellation);
        }

        var order = OrderId.DeriveExternal(account.Tenant, account.Id, symbol, exchangeId);
        foreach (var part in trades.Chunk(ExternalAtOnce))
        {
            var puts = part.Select(trade => (ItemWrite)new ItemWrite.Put(
                FillRepository.Write(
                    new Fill(account.Tenant, account.Id, account.Exchange, order, symbol, trade) { IsExternal = true }),
                Condition.Absent));
            // A position's checkpoint may be past them already.
            var checkpoint = new ItemWrite.Delete(
                TableKeys.Position(account.Tenant, account.Id, symbol), Condition.None);
            if (!await run.Store.TryTransactAsync([.. puts, checkpoint], cancellation))
            {
                throw new InvalidOperationException("An external trade was stored by someone else meanwhile.");
            }
        }
    }
}

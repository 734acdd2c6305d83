using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// Finds and mends what differs between an account here and at its exchange: orders, trades, balances. One run at a
/// time holds the account; one that died is taken up by the next, from where its trades were followed to.
/// </summary>
public sealed class ReconcileAccount(
    IItemStore store, ExchangeConnections connections, TimeProvider clock, ILoggerFactory logs)
{
    private readonly ILogger _log = logs.CreateLogger<ReconcileAccount>();

    /// <summary>Reconciles. What keeps it from its end is among the findings.</summary>
    /// <param name="account">Which.</param>
    /// <param name="caller">For whom it is recorded; its correlation id names the run.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<AccountFindings> HandleAsync(
        ExchangeAccount account, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(caller);
        try
        {
            using var lease = await BooksLease.TryTakeAsync(store, account, caller.CorrelationId, clock, cancellation);
            return lease is null
                ? Failed(account, RunError.Busy)
                : await RunAsync(account, lease, caller, cancellation);
        }
        catch (BooksLostException)
        {
            return Failed(account, RunError.Overtaken);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // One account's fault must not end a run over the others; its books are free once the hold has run out.
            _log.AccountFailed(account.Id, e.GetType().Name);
            return Failed(account, RunError.Fault);
        }
    }

    /// <summary>A run that came to its end began at this moment or later.</summary>
    public async Task<bool> IsDoneSinceAsync(
        ExchangeAccount account, DateTimeOffset since, CancellationToken cancellation) =>
        await BooksLease.FindLastAsync(store, account, cancellation) >= since;

    private async Task<AccountFindings> RunAsync(
        ExchangeAccount account, BooksLease lease, Caller caller, CancellationToken cancellation)
    {
        var began = clock.GetUtcNow();
        try
        {
            var exchange = await connections.OpenAsync(account, cancellation);
            var run = new AccountRun(account, exchange, caller, lease, store, clock, logs);
            await RunAsync(run, cancellation);
            await (run.Findings.Error is null
                ? lease.EndAsync(began, cancellation)
                : lease.ReleaseAsync(cancellation));
            return run.Findings;
        }
        catch (ExchangeException e)
        {
            _log.AccountFailed(account.Id, e.Message);
            await lease.ReleaseAsync(cancellation);
            return Failed(account, e.Error.Kind.ToString());
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Whoever goes on with the account need not wait until the hold has run out.
            await lease.ReleaseAsync(CancellationToken.None);
            throw;
        }
    }

    private static async Task RunAsync(AccountRun run, CancellationToken cancellation)
    {
        await new CompareOrders(run).HandleAsync(cancellation);
        var symbols = new HashSet<Symbol>(run.Symbols);
        symbols.UnionWith(run.Lease.Books.Pairs.Keys.Select(Symbol.Parse));
        await foreach (var symbol in run.Fills.GetSymbolsAsync(run.Account.Tenant, run.Account.Id, cancellation))
        {
            symbols.Add(symbol);
        }

        var sweep = new SweepTrades(run);
        await sweep.HandleAsync(symbols, cancellation);
        await new CheckBalances(run, sweep).HandleAsync(symbols, cancellation);
        await new EndedOrphans(run).HandleAsync(cancellation);
    }

    private static AccountFindings Failed(ExchangeAccount account, string code) =>
        new() { Error = new RunError(account.Id, code) };
}

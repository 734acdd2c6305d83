using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>What the steps of one account's run share: all that they write with is fenced by the run's lease.</summary>
internal sealed class AccountRun
{
    /// <summary>The cause that restricts a pair while an orphan of it is unresolved.</summary>
    public const string OrphansCause = "UNRESOLVED_ORPHANS";

    /// <summary>The cause that restricts an account whose balances are not explained.</summary>
    public const string BalanceCause = "BALANCE_MISMATCH";

    /// <summary>
    /// By how much an exchange's answers may trail what it has told before, at the most: each kind of query may be
    /// served from another copy of its books, up to five seconds old.
    /// </summary>
    public static readonly TimeSpan MayTrail = TimeSpan.FromSeconds(6);

    private readonly Lock _gate = new();

    public AccountRun(
        ExchangeAccount account, IExchange exchange, Caller caller, BooksLease lease, IItemStore store,
        TimeProvider clock, ILoggerFactory logs)
    {
        (Account, Exchange, Caller, Lease, Clock) = (account, exchange, caller, lease, clock);
        Store = new FencedItemStore(store, lease);
        Orders = new OrderRepository(Store);
        Fills = new FillRepository(Store);
        Orphans = new OrphanRepository(Store, clock);
        States = new MoveTradingState(new AccountRepository(Store), clock);
        Ledger = new OrderLedger(Orders, new RiskRepository(Store), clock, logs.CreateLogger<OrderLedger>())
        {
            WritesBeside = 1,
        };
        Settle = new SettleOrder(Ledger, clock, logs.CreateLogger<SettleOrder>());
        Log = logs.CreateLogger<AccountRun>();
    }

    public ExchangeAccount Account { get; }

    public IExchange Exchange { get; }

    /// <summary>It holds positions, and no assets but its margin.</summary>
    public bool IsFutures => Account.Exchange.IsFutures();

    public Caller Caller { get; }

    public BooksLease Lease { get; }

    public TimeProvider Clock { get; }

    public IItemStore Store { get; }

    public OrderRepository Orders { get; }

    public FillRepository Fills { get; }

    public OrphanRepository Orphans { get; }

    public MoveTradingState States { get; }

    public OrderLedger Ledger { get; }

    public SettleOrder Settle { get; }

    public ILogger Log { get; }

    public AccountFindings Findings { get; } = new();

    /// <summary>The pairs that orders of the account are in.</summary>
    public HashSet<Symbol> Symbols { get; } = [];

    /// <summary>The account's unsettled orders, as far as they were met.</summary>
    public MetOrders Met { get; } = new();

    /// <summary>Counts something; orders in doubt are looked at side by side.</summary>
    public void Count(Action<AccountFindings> count)
    {
        lock (_gate)
        {
            count(Findings);
        }
    }

    /// <summary>Counts an order as it was before and is after.</summary>
    public void Tally(Order before, Order after)
    {
        Count(findings => _ = before.Version == after.Version ? findings.Matched++ : findings.Updated++);
    }

    /// <summary>
    /// Opens an orphan, unless there is one of its id; the pair is restricted first, so that a crash leaves too much of
    /// that.
    /// </summary>
    public async Task OpenAsync(Orphan orphan, CancellationToken cancellation)
    {
        if (await Orphans.FindAsync(orphan.Tenant, orphan.Id, cancellation) is { } known)
        {
            if (known.IsOpen && orphan.HasTraded && !known.HasTraded)
            {
                await RestrictAsync(orphan.Symbol, cancellation);
                await Orphans.TryMarkTradedAsync(known, Caller, cancellation);
            }

            if (known.IsOpen)
            {
                Count(findings => findings.Orphaned++);
            }

            return;
        }

        if (orphan.Restricts)
        {
            await RestrictAsync(orphan.Symbol, cancellation);
        }

        await Orphans.TryOpenAsync(orphan, Caller, cancellation);
        Log.OrphanFound(orphan.Account, orphan.Kind, orphan.Id);
        Count(findings => findings.Orphaned++);
    }

    /// <summary>Restricts a pair until its orphans are resolved; writes nothing where it is.</summary>
    public Task<ExchangeAccount?> RestrictAsync(Symbol symbol, CancellationToken cancellation) =>
        States.RestrictAsync(
            Caller, Account.Id, OrphansCause, symbol, TradingState.ReduceOnly,
            "An order that only one side knows has yet to be resolved.", cancellation);
}

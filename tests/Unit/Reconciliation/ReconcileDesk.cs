using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Reconciliation;

/// <summary>A desk whose exchange moves balances, and reconciliation on it.</summary>
internal sealed class ReconcileDesk
{
    private int _runs;

    private ReconcileDesk(ExchangeId market) => Desk = new TradingDesk(market: market);

    public TradingDesk Desk { get; }

    public MemoryItemStore Store => Desk.Store;

    public ScriptedExchange Exchange => Desk.Exchange;

    public static async Task<ReconcileDesk> OpenAsync(ExchangeId market = ExchangeId.Binance)
    {
        var desk = new ReconcileDesk(market);
        desk.Exchange.KeepsBalances = true;
        await desk.Desk.OpenAsync();
        return desk;
    }

    public ReconcileAccount On(IItemStore store) =>
        new(store, Desk.Connections, Desk.Clock, NullLoggerFactory.Instance);

    public async Task<AccountFindings> RunAsync(IItemStore? store = null) =>
        await On(store ?? Store).HandleAsync(await AccountAsync(), NextCaller(), CancellationToken.None);

    public Caller NextCaller() =>
        Caller.Platform(TradingDesk.Trader.Tenant, "reconciliation", $"run-{Interlocked.Increment(ref _runs)}");

    public async Task<ExchangeAccount> AccountAsync() =>
        (await Desk.Accounts.FindAsync(TradingDesk.Trader.Tenant, Desk.Account.Id, CancellationToken.None))!;

    public async Task<IReadOnlyList<Orphan>> OrphansAsync() =>
        (await new OrphanRepository(Store, Desk.Clock).ListAsync(
            TradingDesk.Trader.Tenant, 100, null, CancellationToken.None)).Orphans;

    /// <summary>All that is stored, but for who holds the books.</summary>
    public string Image(bool withCounters = true) => string.Join('\n', Store.All
        .Where(item => item.Key != TableKeys.Books(TradingDesk.Trader.Tenant, Desk.Account.Id))
        .Where(item => withCounters || item.Counters.IsEmpty)
        .Select(item => $"{item.Key} {item.Version} {item.Document} "
            + string.Join(',', item.Counters.Select(counter => $"{counter.Key}={counter.Value}"))));
}

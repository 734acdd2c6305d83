using System.Collections.Concurrent;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>A plan order, as those that ask about what became of it need it.</summary>
/// <param name="ExchangeOrderId">With the plan's prefix.</param>
/// <param name="ClientOrderId">The plan's own: the exchange gives its order another one.</param>
internal sealed record WokenPlan(string ExchangeOrderId, ClientOrderId ClientOrderId);

/// <summary>
/// One key at one market: how many of its orders may stand between signing and answer, and what is known of how it
/// trades. Shared by every connection of the key.
/// </summary>
internal sealed class BitgetAccount : IDisposable
{
    private const int MostPlans = 10_000;
    private static readonly TimeSpan SettingsKeptFor = TimeSpan.FromSeconds(30);

    private readonly BitgetVenue _venue;
    private readonly SendingTurns _turns;
    private readonly RequestBudget _orders;
    private readonly ConcurrentDictionary<Symbol, (ContractSettings Settings, long Stamp)> _settings = new();
    private readonly ConcurrentDictionary<Symbol, bool> _traded = new();
    private readonly ConcurrentDictionary<string, WokenPlan> _plans = new(StringComparer.Ordinal);

    public BitgetAccount(string key, BitgetVenue venue)
    {
        (Owner, _venue) = (key, venue);
        // Plan orders have a limit of their own, which is no lower: the one for orders serves both.
        _orders = venue.Gateway.BudgetOf(key, venue.Product.Place);
        _turns = new SendingTurns(venue.Gateway.Options.OrdersInFlight, _orders);
    }

    /// <summary>By what the account's own budgets are known.</summary>
    public string Owner { get; }

    /// <summary>Waits for a turn and for a place in the account's budget for orders.</summary>
    /// <exception cref="ExchangeException">There will be none soon enough.</exception>
    public async Task<IDisposable> WaitToSendAsync(CallLane lane, CancellationToken cancellation)
    {
        var turn = await _turns.WaitAsync(lane, null, cancellation);
        // The address's place is taken when the order leaves; that it has room, and may be used at all, is known here.
        if ((await _venue.Gateway.Budget.WaitAsync(lane, 0, cancellation)).Refusal is { } refusal)
        {
            turn.Dispose();
            throw new ExchangeException(refusal.Describe());
        }

        return turn;
    }

    /// <summary>A place in both budgets, the account's and the address's. Waits for nothing.</summary>
    public BudgetGrant TakePlace(CallLane lane)
    {
        var place = _turns.TakePlace(lane);
        if (place.Refusal is null && _venue.Gateway.Budget.TryTake(lane, 1) is { Refusal: not null } full)
        {
            _orders.Return(place);
            return full;
        }

        return place;
    }

    /// <summary>
    /// Gives the account's place back; the address's is counted all the same, which errs on the safe side.
    /// </summary>
    public void Return(BudgetGrant place) => _orders.Return(place);

    /// <summary>The account has traded the pair by this process.</summary>
    public bool HasTraded(Symbol symbol) => _traded.ContainsKey(symbol);

    /// <summary>The account trades the pair.</summary>
    public void Trades(Symbol symbol) => _traded.TryAdd(symbol, true);

    /// <summary>How the account trades the pair, where it was asked lately.</summary>
    public ContractSettings? SettingsOf(Symbol symbol) =>
        _settings.TryGetValue(symbol, out var kept) && _venue.Time.GetElapsedTime(kept.Stamp) < SettingsKeptFor
            ? kept.Settings
            : null;

    public void Keep(Symbol symbol, ContractSettings settings, long stamp) => _settings[symbol] = (settings, stamp);

    /// <summary>The plan order that an order came from; null where that is not known.</summary>
    private WokenPlan? PlanOf(string orderId) => _plans.GetValueOrDefault(orderId);

    public void Keep(string orderId, WokenPlan plan)
    {
        if (_plans.Count >= MostPlans)
        {
            _plans.Clear();
        }

        _plans[orderId] = plan;
    }

    /// <summary>
    /// The report under the ids that the order was placed with: one that came from a plan order goes by the plan's.
    /// </summary>
    public OrderReport AsPlaced(OrderReport report) => PlanOf(report.ExchangeOrderId) is { } plan
        ? report with
        {
            ClientOrderId = plan.ClientOrderId,
            ExchangeOrderId = plan.ExchangeOrderId,
            Fills = [.. report.Fills.Select(AsPlaced)],
            Ticket = null,
        }
        : report;

    /// <summary>As for a report.</summary>
    public ReportedFill AsPlaced(ReportedFill fill) => PlanOf(fill.ExchangeOrderId) is { } plan
        ? fill with { ExchangeOrderId = plan.ExchangeOrderId }
        : fill;

    public void Dispose() => _turns.Dispose();
}

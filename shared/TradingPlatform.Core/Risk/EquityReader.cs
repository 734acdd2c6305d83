using System.Collections.Concurrent;
using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>What a tenant owns, valued at most a few seconds ago.</summary>
/// <param name="Equity">In USDT, against its marks.</param>
/// <param name="Accounts">What each account holds. An account whose exchange does not answer is not among them.</param>
/// <param name="Unread">Why active accounts are not among them.</param>
/// <param name="Prices">What a unit of each held asset is worth, in USDT.</param>
public sealed record Wealth(
    Equity Equity,
    ImmutableDictionary<AccountId, AccountState> Accounts,
    ImmutableDictionary<AccountId, ExchangeError> Unread,
    ImmutableSortedDictionary<string, decimal> Prices)
{
    /// <summary>
    /// What all that the counters say is held is worth, in USDT: holdings on spot, and futures positions whichever way
    /// they can go further.
    /// </summary>
    public decimal Value(Exposure exposure)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        return Prices.Sum(price => Math.Max(0, exposure["long:" + price.Key]) * price.Value)
            + exposure.FuturesPositions.Sum(position =>
                position.Worst * Prices.GetValueOrDefault(position.Symbol.Base.Text));
    }
}

/// <summary>Values tenants' accounts: balances and prices from the exchanges, marks from the store.</summary>
public sealed class EquityReader(
    AccountRepository accounts, ExchangeConnections connections, RiskRepository risk, TimeProvider clock)
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TenantId, Entry> _kept = new();

    /// <summary>The tenant's wealth. One valuation serves every caller of the next few seconds.</summary>
    public Task<Wealth> GetAsync(TenantId tenant, CancellationToken cancellation)
    {
        var now = clock.GetTimestamp();
        if (_kept.TryGetValue(tenant, out var entry) && IsGood(entry, now))
        {
            return entry.Wealth.WaitAsync(cancellation);
        }

        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        var fresh = new Entry(now, new Lazy<Task<Wealth>>(() => ValueAsync(tenant)));
        var kept = _kept.AddOrUpdate(tenant, fresh, (_, old) => IsGood(old, now) ? old : fresh);
        return kept.Wealth.WaitAsync(cancellation);
    }

    /// <summary>Forgets what was valued: an account came or went.</summary>
    public void Forget(TenantId tenant) => _kept.TryRemove(tenant, out _);

    private bool IsGood(Entry entry, long now) =>
        clock.GetElapsedTime(entry.Since, now) < GoodFor && !entry.Wealth.IsFaulted;

    private async Task<Wealth> ValueAsync(TenantId tenant)
    {
        var cancellation = CancellationToken.None;
        var (before, version) = await risk.GetEquityAsync(tenant, cancellation);
        var worth = before.ByAccount.Clear().ToBuilder();
        var states = ImmutableDictionary.CreateBuilder<AccountId, AccountState>();
        var unread = ImmutableDictionary.CreateBuilder<AccountId, ExchangeError>();
        var prices = Storage.Item.NoCounters.ToBuilder();
        foreach (var account in await accounts.GetAllAsync(tenant, cancellation))
        {
            // Where its exchange does not answer, what it was last worth stands, so that no loss is seen that is none.
            var id = account.Id.Text;
            if (before.ByAccount.TryGetValue(id, out var last))
            {
                worth[id] = last;
            }

            if (account.Status is AccountStatus.Active)
            {
                try
                {
                    (states[account.Id], worth[id]) = await ReadAsync(account, prices, cancellation);
                }
                catch (ExchangeException e)
                {
                    unread[account.Id] = e.Error;
                }
            }
        }

        var equity = before.Observe(worth.ToImmutable(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        if (Moved(before, equity))
        {
            await risk.TryPutEquityAsync(tenant, equity, version, cancellation);
        }

        return new Wealth(equity, states.ToImmutable(), unread.ToImmutable(), prices.ToImmutable());
    }

    private static bool Moved(Equity before, Equity after) =>
        (before.Day, before.DayStart, before.HighWaterMark) != (after.Day, after.DayStart, after.HighWaterMark)
        || !before.ByAccount.Keys.SequenceEqual(after.ByAccount.Keys, StringComparer.Ordinal);

    private async Task<(AccountState State, decimal Value)> ReadAsync(
        ExchangeAccount account, ImmutableSortedDictionary<string, decimal>.Builder prices,
        CancellationToken cancellation)
    {
        var exchange = await connections.OpenAsync(account, cancellation);
        var state = await exchange.GetAccountAsync(cancellation);
        var value = 0m;
        foreach (var balance in state.Balances.Where(balance => balance.Total != 0))
        {
            var price = await UnitValue.FindAsync(exchange, balance.Asset, cancellation);
            value += balance.Total * price.GetValueOrDefault();
            if (price is { } known)
            {
                prices[balance.Asset.Text] = known;
            }
        }

        foreach (var position in account.Exchange.IsFutures()
            ? await exchange.GetPositionsAsync(cancellation)
            : [])
        {
            // What they gain or lose stands in the balance; their price is for what they take up.
            var unit = position.Symbol.Base;
            prices[unit.Text] =
                await UnitValue.FindAsync(exchange, unit, cancellation) ?? position.EntryPrice.Value;
        }

        return (state, value);
    }

    private sealed record Entry(long Since, Lazy<Task<Wealth>> Valuing)
    {
        public Task<Wealth> Wealth => Valuing.Value;
    }
}

/// <summary>What a unit of an asset is worth in USDT.</summary>
public static class UnitValue
{
    private static readonly Asset Dollar = Asset.Parse("USD");

    /// <summary>
    /// At the exchange's best bid; where it trades tether against the asset, or the asset against dollars alone, by
    /// way of those. Null where it trades no such pair.
    /// </summary>
    public static async Task<decimal?> FindAsync(IExchange exchange, Asset asset, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        if (asset == Asset.Usdt)
        {
            return 1;
        }

        var pair = new Symbol(asset, Asset.Usdt);
        if (await exchange.FindInstrumentAsync(pair, cancellation) is not null)
        {
            return (await exchange.GetQuoteAsync(pair, cancellation)).Bid.Value;
        }

        var turned = new Symbol(Asset.Usdt, asset);
        if (await exchange.FindInstrumentAsync(turned, cancellation) is not null)
        {
            // Up: what an order takes of a limit is rather too much than too little.
            var tether = (await exchange.GetQuoteAsync(turned, cancellation)).Bid.Value;
            return decimal.Round(1 / tether, 12, MidpointRounding.ToPositiveInfinity);
        }

        return asset != Dollar && new Symbol(asset, Dollar) is var inDollars
            && await exchange.FindInstrumentAsync(inDollars, cancellation) is not null
            && await FindAsync(exchange, Dollar, cancellation) is { } dollar
                ? (await exchange.GetQuoteAsync(inDollars, cancellation)).Bid.Value * dollar
                : null;
    }
}

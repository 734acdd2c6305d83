using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Benchmarks.Micro;

/// <summary>The order that everything here is measured with: a resting buy of BTC, within every limit.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);

    public static Caller Caller { get; } =
        new(TenantId.Parse("t1"), "u1", Role.Admin, Tier.Unlimited, "0123456789abcdef0123456789abcdef");

    public static Symbol Symbol { get; } = Symbol.Parse("BTC-USDT");

    public static OrderTicket Ticket { get; } = new(Symbol, OrderSide.Buy, OrderType.Limit)
    {
        Quantity = new Quantity(0.0001m), Price = new Price(50_010m), TimeInForce = TimeInForce.Gtc,
    };

    public static Order Pending { get; } = new(
        Caller.Tenant, OrderId.Derive(Caller.Tenant, IdempotencyKey.Parse("k1")), AccountId.Parse("a1"),
        ExchangeId.Binance, Ticket, new string('a', 64), Now)
    {
        Reserves = new ReservationBasis(new Quantity(0.0001m), 50_010m),
    };

    public static Order Submitted { get; } = OrderLifecycle.Next(
        Pending, new OrderEvent.Submitted(new Sending(Now, Now.AddSeconds(10))));

    public static OrderReport Report { get; } = new(
        Pending.ClientOrderId, "123456789", Symbol, ReportedStatus.Open, Quantity.Zero, 0, [], Now);

    public static Instrument Instrument { get; } = new(
        Symbol, true,
        [
            new InstrumentRule.PriceGrid("PRICE_FILTER", 0.01m, 1_000_000m, 0.01m),
            new InstrumentRule.Lot("LOT_SIZE", 0.00001m, 9_000m, 0.00001m, false),
            new InstrumentRule.Lot("MARKET_LOT_SIZE", null, 900m, null, true),
            new InstrumentRule.PricePercent("PERCENT_PRICE_BY_SIDE", 5m, 0.2m, 5m, 0.2m),
            new InstrumentRule.Notional("NOTIONAL", 5m, 9_000_000m, true, false),
            new InstrumentRule.OpenOrders("MAX_NUM_ORDERS", 200_000, OrderKind.Any),
        ],
        [.. Enum.GetValues<OrderType>()]);

    public static MarketQuote Quote { get; } = new(Symbol, new Price(59_999.99m), new Price(60_000.01m), Now);

    /// <summary>Every rule is on, and none is near.</summary>
    public static RiskLimits FarLimits { get; } = new()
    {
        SymbolWhitelist = ["BTC-USDT"],
        MaxPositionNotional = 1_000_000_000,
        MaxOpenOrders = 10_000_000,
        MinOrderQuantity = 0.0001m,
        MaxDailyLoss = 1_000_000,
    };

    public static RiskInput Risk { get; } = new(
        Ticket, Pending.Reserves, FarLimits,
        new Exposure(Item.NoCounters.Add(Exposure.Orders, 100).Add(Exposure.Notional, 5_000).Add("long:BTC", 0.1m)),
        Equity.None.Observe(Item.NoCounters.Add("a1", 1_000_000m), DateOnly.FromDateTime(Now.UtcDateTime)),
        Quote, 6_000m);
}

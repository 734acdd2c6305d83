using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Unit.Orders;

/// <summary>One ordinary order, and what an exchange says of it.</summary>
internal static class OrderSamples
{
    public static readonly TenantId Tenant = TenantId.Parse("t1");
    public static readonly AccountId Account = AccountId.Parse("a1");
    public static readonly Symbol Pair = Symbol.Parse("BTC-USDT");
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static OrderTicket Limit(OrderSide side = OrderSide.Buy, decimal quantity = 1, decimal price = 100) =>
        new(Pair, side, OrderType.Limit)
        {
            Quantity = new Quantity(quantity),
            Price = new Price(price),
            TimeInForce = TimeInForce.Gtc,
        };

    public static Order Stored(OrderTicket? ticket = null)
    {
        ticket ??= Limit();
        var id = OrderId.Derive(Tenant, IdempotencyKey.Parse("key-1"));
        return new Order(Tenant, id, Account, ExchangeId.Binance, ticket, "fingerprint", Noon)
        {
            Reserves = new ReservationBasis(
                ticket.Quantity.GetValueOrDefault(), ticket.Price is { } price ? price.Value : 100),
        };
    }

    public static ReportedFill Trade(
        string id, decimal quantity, decimal price = 100, decimal fee = 0, string feeAsset = "USDT",
        OrderSide side = OrderSide.Buy) =>
        new(id, "x1", new Price(price), new Quantity(quantity), quantity * price, Asset.Parse(feeAsset), fee, side,
            null, Noon);

    public static OrderEvent.Traded Traded(params ReportedFill[] trades) => new([.. trades]);

    public static OrderEvent.Reported Report(
        ReportedStatus status, decimal filled = 0, decimal? quote = null, params ReportedFill[] trades) =>
        new(new OrderReport(
            new ClientOrderId("c1"), "x1", Pair, status, new Quantity(filled), quote ?? filled * 100, [.. trades],
            Noon));

    public static OrderEvent.Refused Refused() => new(RejectReason.NotPlaced("It did not arrive."));

    public static OrderEvent.AnswerLost Lost() => new("timed out");

    public static OrderEvent.Submitted Submitted() => new(new Sending(Noon, Noon.AddSeconds(5)));

    public static Order After(this Order order, params OrderEvent[] events) =>
        events.Aggregate(order, OrderLifecycle.Next);
}

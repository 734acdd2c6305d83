using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Workload;

/// <summary>What clients ask for.</summary>
internal static class Tickets
{
    public static OrderTicket Draw(Chance chance, VenueModel venue)
    {
        var listing = chance.Pick(Listing.All);
        var mid = venue.Mid(listing.Spelling);
        var side = chance.Happens(0.6) ? OrderSide.Buy : OrderSide.Sell;
        var quantity = new Quantity(Math.Max(
            listing.OnStep(chance.Between(20, 900) / mid), listing.Symbol.Base.Text == "BTC" ? 0.001m : 0.01m));
        var away = side is OrderSide.Buy ? -1 : 1;
        return chance.Below(100) switch
        {
            < 45 => Limit(listing, side, quantity, mid * (1 + (away * chance.Between(1, 300) * 0.0001m))),
            < 60 => Limit(listing, side, quantity, mid * (1 - (away * chance.Between(1, 50) * 0.0001m))),
            < 70 => Limit(listing, side, quantity, mid * (1 - (away * chance.Between(-50, 50) * 0.0001m))) with
            {
                TimeInForce = chance.Happens(0.5) ? TimeInForce.Ioc : TimeInForce.Fok,
            },
            < 80 => new OrderTicket(listing.Symbol, side, OrderType.Market) { Quantity = quantity },
            < 88 => new OrderTicket(listing.Symbol, side, OrderType.Market)
            {
                QuoteQuantity = chance.Between(60, 900),
            },
            < 94 => Limit(listing, side, quantity, mid * (1 + (away * chance.Between(-20, 100) * 0.0001m))) with
            {
                Type = OrderType.LimitMaker, TimeInForce = null,
            },
            _ => Stop(listing, side, quantity, mid * (1 - (away * chance.Between(50, 200) * 0.0001m))),
        };
    }

    private static OrderTicket Limit(Listing listing, OrderSide side, Quantity quantity, decimal price) =>
        new(listing.Symbol, side, OrderType.Limit)
        {
            Quantity = quantity, Price = new Price(listing.OnTick(price)), TimeInForce = TimeInForce.Gtc,
        };

    private static OrderTicket Stop(Listing listing, OrderSide side, Quantity quantity, decimal stop) =>
        new(listing.Symbol, side, OrderType.StopLossLimit)
        {
            Quantity = quantity,
            StopPrice = new Price(listing.OnTick(stop)),
            Price = new Price(listing.OnTick(stop)),
            TimeInForce = TimeInForce.Gtc,
        };
}

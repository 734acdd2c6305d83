using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Bitget;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Whether what we would send to Bitget equals what another client was seen to send.</summary>
internal static class BitgetRequestFixtures
{
    private static readonly Symbol Pair = Symbol.Parse("BASE-QUOTE");

    // Ours alone: the id that makes the order known again, and the window that is its fence.
    private static readonly string[] Ours = ["clientOid", "requestTime", "receiveWindow"];

    public static string? Feed(FixtureCase recorded)
    {
        var http = recorded.Json.GetProperty("http");
        var path = new Uri(http.GetProperty("url").GetString()!).AbsolutePath;
        if (recorded.Operation != "createOrder")
        {
            return "a request of an operation that the adapter does not have";
        }

        var asked = http.GetProperty("body").EnumerateObject()
            .ToDictionary(field => field.Name, field => field.Value.Text() ?? "", StringComparer.Ordinal);
        if (asked.ContainsKey("tradeSide"))
        {
            return "of an account in hedge mode, which the platform refuses";
        }

        if (asked.GetValueOrDefault("planType") == "total")
        {
            return "a stop sized in the quote asset, which the platform has not";
        }

        var isFutures = asked.ContainsKey("productType");
        var product = isFutures ? BitgetProduct.Futures : BitgetProduct.Spot;
        var isPlan = asked.ContainsKey("triggerPrice");
        Assert.Equal((isPlan ? product.PlacePlan : product.Place).Path, path);
        var sent = Form(asked, isFutures, isPlan).Where(field => !Ours.Contains(field.Name))
            .ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        Assert.Equal(Normal(asked), Normal(sent));
        return null;
    }

    private static List<(string Name, string Value)> Form(
        Dictionary<string, string> asked, bool isFutures, bool isPlan)
    {
        var id = new ClientOrderId("id");
        var ticket = Ticket(asked, isFutures, isPlan);
        var margin = asked.GetValueOrDefault("marginMode") == "crossed" ? MarginMode.Cross : MarginMode.Isolated;
        return (isFutures, isPlan) switch
        {
            (false, false) => BitgetOrderForm.Spot(asked["symbol"], id, ticket, 1, TimeSpan.FromSeconds(3)),
            (false, true) => BitgetOrderForm.SpotPlan(asked["symbol"], id, ticket),
            (true, false) => BitgetOrderForm.Futures(asked["symbol"], id, ticket, margin),
            (true, true) => BitgetOrderForm.FuturesPlan(asked["symbol"], id, ticket, margin),
        };
    }

    private static OrderTicket Ticket(Dictionary<string, string> asked, bool isFutures, bool isPlan)
    {
        decimal? Of(string name) => asked.TryGetValue(name, out var text)
            ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
        var isMarket = asked["orderType"] == "market";
        var isBuy = asked["side"] == "buy";
        var type = (isPlan, isMarket) switch
        {
            (true, true) => OrderType.StopLoss,
            (true, false) => OrderType.StopLossLimit,
            (false, true) => OrderType.Market,
            _ => asked["force"] == "post_only" ? OrderType.LimitMaker : OrderType.Limit,
        };
        var byQuote = !isFutures && type == OrderType.Market && isBuy;
        return new OrderTicket(Pair, isBuy ? OrderSide.Buy : OrderSide.Sell, type)
        {
            Quantity = byQuote ? null : new Quantity(Of("size")!.Value),
            QuoteQuantity = byQuote ? Of("size") : null,
            Price = isMarket ? null : new Price(Of("price") ?? Of("executePrice")!.Value),
            StopPrice = Of("triggerPrice") is { } stop ? new Price(stop) : null,
            ReduceOnly = asked.GetValueOrDefault("reduceOnly") == "YES",
        };
    }

    /// <summary>
    /// What the exchange takes as the same: words in either case, the default of how an order is worked, the price of a
    /// woken order by either of its names, and a stop measured by trades or by the mark.
    /// </summary>
    private static SortedDictionary<string, string> Normal(Dictionary<string, string> fields)
    {
        var normal = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            normal[name] = name is "force" or "side" or "orderType" ? value.ToLowerInvariant() : value;
        }

        normal.TryAdd("force", "gtc");
        normal.Remove("triggerType");
        if (normal.Remove("executePrice", out var price))
        {
            normal["price"] = price;
        }

        return normal;
    }
}

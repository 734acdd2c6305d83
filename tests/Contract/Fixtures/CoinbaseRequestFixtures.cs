using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.CoinbaseAdvanced;
using TradingPlatform.Exchanges.CoinbaseExchange;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Whether what we would send to Coinbase equals what another client was seen to send.</summary>
internal static class CoinbaseRequestFixtures
{
    private static readonly Symbol Pair = Symbol.Parse("BASE-QUOTE");

    public static string? FeedExchange(FixtureCase recorded)
    {
        var http = recorded.Json.GetProperty("http");
        if (recorded.Operation == "createOrder")
        {
            var asked = http.GetProperty("body");
            var ours = Json(ExchangeApiOrderBody.Write(
                Facts.Raw(asked, "product_id")!, new ClientOrderId("id"), OfExchange(asked)));
            // How long it works is said by us where another client leaves it to the exchange.
            Compare(asked, ours, http, "client_oid", "time_in_force");
            return Path(http, "POST", "/orders");
        }

        return recorded.Operation switch
        {
            "fetchTime" => Path(http, "GET", "/time"),
            "fetchMyTrades" => Path(http, "GET", "/fills"),
            "fetchOpenOrders" => Path(http, "GET", "/orders"),
            "fetchBalance" => Path(http, "GET", "/accounts"),
            "fetchOrderBook" => Path(http, "GET", "/products/", "/book"),
            "fetchOHLCV" => Path(http, "GET", "/products/", "/candles"),
            "fetchTrades" => Path(http, "GET", "/products/", "/trades"),
            "fetchMarkets" => Path(http, "GET", "/products"),
            "cancelOrder" => Path(http, "DELETE", "/orders/"),
            "cancelAllOrders" => Path(http, "DELETE", "/orders"),
            "fetchOrder" => Path(http, "GET", "/orders/"),
            _ => "a request of an operation that the adapter does not have",
        };
    }

    public static string? FeedAdvanced(FixtureCase recorded)
    {
        const string root = AdvancedDialect.Root;
        var http = recorded.Json.GetProperty("http");
        switch (recorded.Operation)
        {
            case "createOrder":
                var asked = http.GetProperty("body");
                var side = Facts.Raw(asked, "side") == "BUY" ? OrderSide.Buy : OrderSide.Sell;
                if (AdvancedTerms.Read(asked, Pair, side) is not { } ticket)
                {
                    return "a kind of order that the platform's words do not hold";
                }

                var ours = Json(AdvancedOrderBody.Write(
                    Facts.Raw(asked, "product_id")!, new ClientOrderId("id"), ticket));
                Compare(asked, ours, http, "client_order_id");
                return Path(http, "POST", root + "/orders");
            case "fetchTime":
                return Path(http, "GET", root + "/time");
            case "fetchTrades":
                return Path(http, "GET", root + "/market/products/", "/ticker");
            case "fetchOHLCV":
                return Path(http, "GET", root + "/market/products/", "/candles");
            case "fetchOrderBook":
                return Path(http, "GET", root + "/market/product_book");
            case "cancelOrders" or "cancelOrder":
                return Path(http, "POST", root + "/orders/batch_cancel");
            case "fetchMyTrades":
                return Path(http, "GET", root + "/orders/historical/fills");
            case "fetchOpenOrders" or "fetchOrders" or "fetchClosedOrders":
                return Path(http, "GET", root + "/orders/historical/batch");
            case "fetchOrder":
                return Path(http, "GET", root + "/orders/historical/");
            default:
                return "a request of an operation that the adapter does not have, or has by another API";
        }
    }

    private static OrderTicket OfExchange(JsonElement asked)
    {
        var side = Facts.Raw(asked, "side") == "buy" ? OrderSide.Buy : OrderSide.Sell;
        var type = ExchangeApiWords.Type(
            Facts.Raw(asked, "type"), Facts.Raw(asked, "stop"), side, Facts.Raw(asked, "post_only") == "true")!.Value;
        Price? Of(string name) => Facts.Number(asked, name) is { } price ? new Price(price) : null;
        return new OrderTicket(Pair, side, type)
        {
            Quantity = Facts.Number(asked, "size") is { } size ? new Quantity(size) : null,
            QuoteQuantity = Facts.Number(asked, "funds"),
            Price = Of("price"),
            StopPrice = Of("stop_price"),
            TimeInForce = ExchangeApiWords.Time(Facts.Raw(asked, "time_in_force")),
        };
    }

    private static JsonElement Json(byte[] body) => JsonDocument.Parse(body).RootElement;

    private static void Compare(JsonElement asked, JsonElement ours, JsonElement http, params string[] ignored)
    {
        var leftOut = http.TryGetProperty("ignoredKeys", out var keys)
            ? keys.EnumerateArray().Select(key => key.GetString()!).Concat(ignored).ToHashSet(StringComparer.Ordinal)
            : [.. ignored];
        Assert.Equal(Flat(asked, "", leftOut), Flat(ours, "", leftOut));
    }

    private static SortedDictionary<string, string> Flat(JsonElement json, string path, HashSet<string> leftOut)
    {
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject().Where(member => !leftOut.Contains(member.Name)))
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var (name, value) in Flat(member.Value, path + member.Name + ".", leftOut))
                {
                    flat[name] = value;
                }
            }
            else
            {
                var text = member.Value.ToString();
                flat[path + member.Name] = decimal.TryParse(text, CultureInfo.InvariantCulture, out var number)
                    ? number.ToString("0.#############", CultureInfo.InvariantCulture)
                    : text;
            }
        }

        return flat;
    }

    private static string? Path(JsonElement http, string method, string begins, string ends = "")
    {
        Assert.Equal(method, http.GetProperty("method").GetString());
        var path = new Uri(http.GetProperty("url").GetString()!).AbsolutePath;
        Assert.StartsWith(begins, path, StringComparison.Ordinal);
        Assert.EndsWith(ends, path, StringComparison.Ordinal);
        return null;
    }
}

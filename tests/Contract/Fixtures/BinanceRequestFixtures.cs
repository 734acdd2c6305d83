using System.Globalization;
using System.Text;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Binance;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Whether what we would send to Binance equals what another client was seen to send.</summary>
internal static class BinanceRequestFixtures
{
    private static readonly Symbol Pair = Symbol.Parse("BASE-QUOTE");

    public static string? Feed(FixtureCase recorded)
    {
        if (recorded.Operation != "createOrder")
        {
            return "a request of an operation that the adapter does not have";
        }

        var http = recorded.Json.GetProperty("http");
        var asked = http.GetProperty("body").EnumerateObject()
            .ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal);
        var buffer = new byte[BinanceOrderForm.MaxLength];
        var form = new FormWriter(buffer);
        BinanceOrderForm.WriteTicket(ref form, asked["symbol"], new ClientOrderId("id"), TicketOf(asked));
        var ours = Encoding.ASCII.GetString(form.Written).Split('&').Select(field => field.Split('='))
            .ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
        foreach (var ignored in http.GetProperty("ignoredKeys").EnumerateArray())
        {
            ours.Remove(ignored.GetString()!);
        }

        Assert.Equal(asked.OrderBy(field => field.Key, StringComparer.Ordinal),
            ours.OrderBy(field => field.Key, StringComparer.Ordinal));
        Assert.Equal("POST", http.GetProperty("method").GetString());
        Assert.StartsWith(
            "/api/v3/order", new Uri(http.GetProperty("url").GetString()!).AbsolutePath, StringComparison.Ordinal);
        return null;
    }

    private static OrderTicket TicketOf(Dictionary<string, string> asked)
    {
        decimal? Of(string name) => asked.TryGetValue(name, out var text)
            ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
        var type = Enum.Parse<OrderType>(asked["type"].Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        return new OrderTicket(Pair, asked["side"] == "BUY" ? OrderSide.Buy : OrderSide.Sell, type)
        {
            Quantity = Of("quantity") is { } quantity ? new Quantity(quantity) : null,
            QuoteQuantity = Of("quoteOrderQty"),
            Price = Of("price") is { } price ? new Price(price) : null,
            StopPrice = Of("stopPrice") is { } stop ? new Price(stop) : null,
            TimeInForce = asked.TryGetValue("timeInForce", out var time)
                ? Enum.Parse<TimeInForce>(time, ignoreCase: true) : null,
        };
    }
}

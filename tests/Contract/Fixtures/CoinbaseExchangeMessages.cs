using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.CoinbaseExchange;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Messages of the Exchange API's feed.</summary>
internal static class CoinbaseExchangeMessages
{
    public static string? Feed(FixtureCase recorded)
    {
        var payload = recorded.Payload;
        switch (recorded.Operation)
        {
            case "depth":
                Depth(payload, recorded.Json);
                return null;
            case "ticker":
                var quote = ProductReader.Quote(
                    Facts.Pair(payload), Facts.Number(payload, "best_bid"), Facts.Number(payload, "best_ask"),
                    Facts.Number(payload, "price"), default);
                Assert.Equal(
                    (Facts.Number(payload, "best_bid"), Facts.Number(payload, "best_ask")),
                    (quote.Bid.Value, quote.Ask.Value));
                return null;
            case "trade" when Facts.Raw(payload, "type") is "match" or "last_match":
                var trade = ExchangeApiMarketAnswers.Trade(payload, Facts.Pair(payload));
                Assert.Equal(
                    (Facts.Raw(payload, "trade_id"), Facts.Number(payload, "price"), Facts.Number(payload, "size")),
                    (trade.TradeId, trade.Price.Value, trade.Quantity.Value));
                Assert.Equal(
                    Facts.Raw(payload, "side") == "sell" ? OrderSide.Buy : OrderSide.Sell, trade.TakerSide);
                return null;
            case "trade":
                return "a message of the full channel that is no trade";
            case "userDataStream":
                Order(payload);
                return null;
            case "status" when Facts.Raw(payload, "type") == "heartbeat":
                Assert.True(new TradeCount().Heartbeat(long.Parse(
                    Facts.Raw(payload, "last_trade_id")!, System.Globalization.CultureInfo.InvariantCulture)));
                return null;
            default:
                return "it asks for nothing but to be heard";
        }
    }

    private static void Depth(JsonElement payload, JsonElement json)
    {
        JsonElement[] messages = payload.ValueKind == JsonValueKind.Array ? [.. payload.EnumerateArray()] : [payload];
        var book = new LevelBook(Facts.Pair(messages[0]), 5);
        foreach (var message in messages)
        {
            var isSnapshot = Facts.Raw(message, "type") == "snapshot";
            if (isSnapshot)
            {
                book.Begin();
            }

            foreach (var (isBid, price, quantity) in isSnapshot
                ? ExchangeApiMarketListener.ReadSnapshot(message)
                : ExchangeApiMarketListener.ReadChanges(message))
            {
                Assert.True(price > 0);
                book.Set(isBid, price, quantity);
            }
        }

        Assert.False(book.IsCrossed);
        if (json.TryGetProperty("replay", out var replay) && replay.ValueKind == JsonValueKind.Object
            && replay.TryGetProperty("finalTop", out var top))
        {
            var best = book.ToSnapshot(null, default);
            Assert.Equal(Levels(top, "bids"), best.Bids);
            Assert.Equal(Levels(top, "asks"), best.Asks);
        }
    }

    private static IEnumerable<BookLevel> Levels(JsonElement top, string side) =>
        top.GetProperty(side).EnumerateArray().Select(level => new BookLevel(
            new Price(decimal.Parse(level[0].GetString()!, System.Globalization.CultureInfo.InvariantCulture)),
            new Quantity(decimal.Parse(level[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture))));

    private static void Order(JsonElement payload)
    {
        var pair = Facts.Pair(payload);
        var message = ExchangeApiUserMessage.Read(payload)!;
        var type = Facts.Raw(payload, "type");
        var own = type is "match" or "last_match"
            ? Facts.Raw(payload, payload.TryGetProperty("taker_user_id", out _) ? "taker_order_id" : "maker_order_id")
            : Facts.Raw(payload, "order_id");
        Assert.Equal((type, pair.Text, own), (message.Type, message.Product, message.OrderId));
        Assert.Equal(Facts.Raw(payload, "client_oid"), message.ClientOrderId?.Text);
        if (type == "match" && message.Fill(pair) is { } fill)
        {
            var isTaker = payload.TryGetProperty("taker_user_id", out _);
            Assert.Equal(
                (Facts.Raw(payload, "trade_id"), Facts.Number(payload, "price"), Facts.Number(payload, "size"), (bool?)!isTaker),
                (fill.TradeId, (decimal?)fill.Price.Value, (decimal?)fill.Quantity.Value, fill.Maker));
            // The side that is told is the maker's.
            Assert.Equal(Facts.Raw(payload, "side") == "sell" == isTaker, fill.Side == OrderSide.Buy);
        }
        else
        {
            var report = message.Report(pair, new ClientOrderId("id"));
            Assert.True(report is null or { Status: ReportedStatus.Open });
        }
    }
}

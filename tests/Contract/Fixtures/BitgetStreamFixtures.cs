using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Bitget;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Messages of Bitget's streams.</summary>
internal static class BitgetStreamFixtures
{
    private static readonly Symbol AnyPair = Symbol.Parse("BASE-QUOTE");

    public static string? Feed(FixtureCase recorded)
    {
        var messages = recorded.Payload.ValueKind == JsonValueKind.Array
            ? recorded.Payload.EnumerateArray().ToList() : [recorded.Payload];
        switch (recorded.Operation)
        {
            case "depth":
                Depth(recorded, messages);
                return null;
            case "ticker" when messages.TrueForAll(message => Data(message).Exists(row => row.Text("last") is not null)):
                return "of the retired socket, whose tickers have other members";
            case "ticker":
                Assert.All(messages.SelectMany(Data), row => Assert.Equal(
                    row.Decimal("lastPr"), BitgetMarketAnswers.Ticker(row, AnyPair).Last.Value));
                return null;
            case "trade" when messages.SelectMany(Data).All(row => row.ValueKind == JsonValueKind.Array):
                return "of the retired socket, whose trades are lists without an id";
            case "trade" when messages.Exists(message => message.Text("orderId") is not null):
                Fill(messages[0]);
                return null;
            case "trade":
                Assert.All(messages.SelectMany(Data), row => Assert.Equal(
                    row.Decimal("size"), BitgetMarketAnswers.Trade(row, AnyPair).Quantity.Value));
                return null;
            case "ohlcv":
                Assert.All(messages.SelectMany(Data), BitgetFixtures.Candle);
                return null;
            case "subscribe":
                Assert.All(messages, message => Assert.NotNull(message.Text("event")));
                return null;
            case "userDataStream":
                return Private(recorded, messages);
            default:
                return "a message that the adapter sends, or does not ask for";
        }
    }

    private static List<JsonElement> Data(JsonElement message) => [.. message.List("data")];

    private static void Depth(FixtureCase recorded, List<JsonElement> messages)
    {
        if (BitgetFrames.Channel(messages[0]).Name != "books")
        {
            // Of few levels, each message whole: the adapter keeps the channel of all of them.
            Assert.All(messages.SelectMany(Data), data => Assert.Equal(
                data.GetProperty("bids")[0][0].Decimal(), BitgetMarketAnswers.Book(data, AnyPair).Bids[0].Price.Value));
            return;
        }

        var isWhole = recorded.Json.TryGetProperty("replay", out var replay) && replay.ValueKind == JsonValueKind.Object;
        var book = new BitgetBook(AnyPair);
        BookSnapshot? last = null;
        foreach (var (message, data) in messages.SelectMany(message => Data(message).Select(data => (message, data))))
        {
            last = book.Apply(message.Text("action") == "snapshot", data);
            Assert.NotNull(last);
        }

        if (isWhole)
        {
            Top(replay.GetProperty("finalTop").GetProperty("bids"), last!.Bids);
            Top(replay.GetProperty("finalTop").GetProperty("asks"), last.Asks);
        }
    }

    private static void Top(JsonElement expected, IEnumerable<BookLevel> actual) => Assert.Equal(
        expected.EnumerateArray().Select(level => (level[0].Decimal(), level[1].Decimal())),
        actual.Take(expected.GetArrayLength())
            .Select(level => ((decimal?)level.Price.Value, (decimal?)level.Quantity.Value)));

    private static void Fill(JsonElement row) =>
        Assert.Equal(row.Text("tradeId"), BitgetFills.Fill(row, AnyPair).TradeId);

    private static string? Private(FixtureCase recorded, List<JsonElement> messages)
    {
        var isFutures = recorded.Text("market") == "futures";
        foreach (var message in messages)
        {
            switch (BitgetFrames.Channel(message).Name)
            {
                case "orders":
                    Assert.All(Data(message), row => Order(row, isFutures));
                    break;
                case "orders-algo":
                    Assert.All(Data(message), row => BitgetOrders.Plan(row, AnyPair));
                    break;
                case "fill":
                    Assert.All(Data(message), Fill);
                    break;
                case "account":
                    var data = message.GetProperty("data");
                    var state = isFutures
                        ? BitgetAccountAnswers.Margins(data, _ => { }) : BitgetAccountAnswers.Assets(data, _ => { });
                    Assert.Equal(Data(message).Select(row => row.Decimal("available")),
                        state.Balances.Select(balance => (decimal?)balance.Free));
                    break;
                case "positions":
                    Assert.All(Data(message), row => BitgetAccountAnswers.Position(row, AnyPair));
                    break;
                default:
                    return "of a channel that the adapter does not ask for";
            }
        }

        return null;
    }

    private static void Order(JsonElement row, bool isFutures)
    {
        var order = BitgetOrders.Report(row, AnyPair, isFutures);
        Assert.Equal(row.Decimal("accBaseVolume"), order.FilledQuantity.Value);
        Assert.Equal(row.Text("clientOid") ?? row.Text("clientOId"), order.ClientOrderId.Text);
        if (row.Text("tradeId") is { } trade)
        {
            var fill = Assert.Single(order.Fills);
            Assert.Equal((trade, row.Decimal("fillPrice")), (fill.TradeId, (decimal?)fill.Price.Value));
            Assert.Equal((row.Text("fillFeeCoin"), -row.Decimal("fillFee")), (fill.FeeAsset.Text, (decimal?)fill.FeeAmount));
        }
    }
}

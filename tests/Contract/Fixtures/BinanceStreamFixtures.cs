using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Binance;
using TradingPlatform.Exchanges.Binance.Depth;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Binance's messages over sockets: what the adapter makes of each, against the raw message.</summary>
internal static class BinanceStreamFixtures
{
    private static readonly Symbol AnyPair = Symbol.Parse("BASE-QUOTE");

    public static string? Feed(FixtureCase recorded)
    {
        if (recorded.Variant == "wsApi" || recorded.Payload.TryGetProperty("status", out _))
        {
            return "an answer of the WebSocket API to what the adapter asks over REST";
        }

        switch (recorded.Operation)
        {
            case "userDataStream":
                return User(recorded.Payload);
            case "depthSync":
                Sync(recorded);
                return null;
            case "depth":
                Depth(Event(recorded.Payload));
                return null;
            case "trade" or "ticker" or "ohlcv":
                return Market(Event(recorded.Payload));
            case "subscribe":
                Assert.False(StreamMessage.TrySplit(Bytes(recorded.Payload), out _, out _));
                return null;
            default:
                return "the adapter does not hear of this";
        }
    }

    private static JsonElement Event(JsonElement payload)
    {
        if (!payload.TryGetProperty("stream", out var stream))
        {
            return payload;
        }

        Assert.True(StreamMessage.TrySplit(Bytes(payload), out var name, out var data));
        Assert.Equal(stream.GetString(), Encoding.UTF8.GetString(name));
        using var document = JsonDocument.Parse(data.ToArray());
        return document.RootElement.Clone();
    }

    private static string? User(JsonElement payload)
    {
        var inner = payload.TryGetProperty("event", out var wrapped) ? wrapped
            : payload.TryGetProperty("data", out var data) ? data : payload;
        var message = payload.TryGetProperty("event", out _)
            ? ApiMessage.Read(Bytes(payload), Fail).Event!.Value
            : UserMessage.Read(Bytes(payload), Fail);
        switch (inner.GetProperty("e").GetString())
        {
            case "executionReport" when inner.GetProperty("c").GetString() == "":
                Assert.False(message.Execution.IsNamed);
                return null;
            case "executionReport":
                Execution(inner, message.Execution.Report(AnyPair));
                return null;
            case "outboundAccountPosition":
                Assert.Equal(
                    inner.GetProperty("B").EnumerateArray().Select(row =>
                        (Raw(row, "a"), Number(row, "f"), Number(row, "l"))),
                    message.Balances.Select(balance => (balance.Asset.Text, balance.Free, balance.Locked)));
                return null;
            default:
                Assert.Equal(UserEventKind.Other, message.Kind);
                return null;
        }
    }

    private static void Execution(JsonElement sent, OrderReport order)
    {
        Assert.Equal(Raw(sent, "i"), order.ExchangeOrderId);
        Assert.Equal(Raw(sent, "C") is { Length: > 0 } original ? original : Raw(sent, "c"), order.ClientOrderId.Text);
        Assert.Equal(Number(sent, "z"), order.FilledQuantity.Value);
        Assert.Equal(Number(sent, "Z"), order.FilledQuote);
        Assert.Equal(Raw(sent, "S") == "BUY", order.Ticket!.Side == OrderSide.Buy);
        Assert.Equal(Number(sent, "q"), order.Ticket.Quantity!.Value.Value);
        Assert.Equal(sent.GetProperty("T").GetInt64(), order.At.ToUnixTimeMilliseconds());
        if (Raw(sent, "x") != "TRADE" || Number(sent, "l") * Number(sent, "L") == 0)
        {
            Assert.Empty(order.Fills);
            return;
        }

        var fill = Assert.Single(order.Fills);
        Assert.Equal(
            (Raw(sent, "t"), Number(sent, "L"), Number(sent, "l"), Number(sent, "n"), Raw(sent, "N")),
            (fill.TradeId, fill.Price.Value, fill.Quantity.Value, fill.FeeAmount, fill.FeeAsset.Text));
        Assert.Equal(sent.GetProperty("m").GetBoolean(), fill.Maker);
    }

    private static string? Market(JsonElement sent)
    {
        var told = MarketMessage.Read(Bytes(sent), AnyPair, DateTimeOffset.UnixEpoch);
        switch (told)
        {
            case MarketEvent.Traded(var trade):
                var id = sent.TryGetProperty("t", out _) ? "t" : "a";
                Assert.Equal(
                    (Raw(sent, id), Number(sent, "p"), Number(sent, "q"), sent.GetProperty("m").GetBoolean()),
                    (trade.TradeId, trade.Price.Value, trade.Quantity.Value, trade.TakerSide == OrderSide.Sell));
                return null;
            case MarketEvent.CandleChanged(var candle):
                var k = sent.GetProperty("k");
                Assert.Equal(
                    (Number(k, "o"), Number(k, "h"), Number(k, "l"), Number(k, "c"), Number(k, "v"),
                        k.GetProperty("x").GetBoolean()),
                    (candle.Open.Value, candle.High.Value, candle.Low.Value, candle.Close.Value, candle.BaseVolume,
                        candle.Closed));
                return null;
            case MarketEvent.QuoteChanged(var quote):
                Assert.Equal((Number(sent, "b"), Number(sent, "a")), (quote.Bid.Value, quote.Ask.Value));
                return null;
            default:
                Assert.DoesNotContain("b", sent.EnumerateObject().Select(member => member.Name));
                return "a message without best prices, of a stream that the adapter does not listen to";
        }
    }

    private static void Depth(JsonElement sent)
    {
        var update = new DepthUpdate();
        if (sent.TryGetProperty("lastUpdateId", out var last))
        {
            update.ReadBook(Bytes(sent));
            Assert.Equal(last.GetInt64(), update.Last);
            Levels(sent, "bids", "asks", update);
            return;
        }

        Assert.True(update.TryReadEvent(Bytes(sent)));
        Assert.Equal(sent.GetProperty("u").GetInt64(), update.Last);
        Levels(sent, "b", "a", update);
    }

    private static void Levels(JsonElement sent, string bids, string asks, DepthUpdate update) => Assert.Equal(
        sent.GetProperty(bids).EnumerateArray().Concat(sent.GetProperty(asks).EnumerateArray())
            .Select(level => (Of(level[0]), Of(level[1]))),
        update.Changes.ToArray().Select(change =>
            (ScaledNumber.ToDecimal(change.Price), ScaledNumber.ToDecimal(change.Quantity))));

    /// <summary>The recorded snapshot and updates, by the documented way, give the recorded book.</summary>
    private static void Sync(FixtureCase recorded)
    {
        var (sync, snapshot) = (new DepthSync(), new DepthUpdate());
        snapshot.ReadBook(Bytes(recorded.Payload.GetProperty("snapshot").GetProperty("data")));
        var updates = recorded.Payload.GetProperty("updates").EnumerateArray()
            .Select(update => Event(update.GetProperty("message"))).ToArray();
        sync.Take(Bytes(updates[0]));
        Assert.True(sync.TrySnapshot(snapshot));
        foreach (var update in updates.Skip(1))
        {
            Assert.NotEqual(DepthStep.Gap, sync.Take(Bytes(update)));
        }

        var replay = recorded.Json.GetProperty("replay");
        Assert.Equal(replay.GetProperty("lastUpdateId").GetInt64(), sync.Book.LastUpdateId);
        var top = replay.GetProperty("finalTop");
        var book = sync.Book.Top(AnyPair, 5, default);
        Assert.Equal(Top(top, "bids"), book.Bids.Select(level => (level.Price.Value, level.Quantity.Value)));
        Assert.Equal(Top(top, "asks"), book.Asks.Select(level => (level.Price.Value, level.Quantity.Value)));
    }

    private static IEnumerable<(decimal, decimal)> Top(JsonElement top, string side) =>
        top.GetProperty(side).EnumerateArray().Select(level => (Of(level[0]), Of(level[1])));

    private static void Fail(string unnamed) => Assert.Fail("Left out: " + unnamed);

    private static byte[] Bytes(JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    private static decimal Of(JsonElement number) => decimal.Parse(
        number.ValueKind == JsonValueKind.String ? number.GetString()! : number.GetRawText(),
        System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);

    private static string Raw(JsonElement json, string member) => json.GetProperty(member) is
        { ValueKind: JsonValueKind.String } text ? text.GetString()! : json.GetProperty(member).GetRawText();

    private static decimal Number(JsonElement json, string member) => Of(json.GetProperty(member));
}

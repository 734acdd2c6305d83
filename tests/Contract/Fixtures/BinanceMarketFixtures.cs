using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Binance's public answers, against the raw answer.</summary>
internal static class BinanceMarketFixtures
{
    private static readonly Symbol AnyPair = Symbol.Parse("BASE-QUOTE");

    public static string? Feed(FixtureCase recorded)
    {
        switch (recorded.Operation)
        {
            case "fetchTicker":
                Tickers(recorded.Payload);
                return null;
            case "fetchOrderBook":
                Book(recorded.Payload);
                return null;
            case "fetchOHLCV":
                Candles(recorded.Payload);
                return null;
            case "fetchTrades":
                Trades(recorded.Payload);
                return null;
            case "fetchTradingFee" when recorded.Payload.ValueKind == JsonValueKind.Object
                && recorded.Payload.TryGetProperty("standardCommission", out _):
                Fees(recorded.Payload);
                return null;
            case "fetchTradingFee":
                return "the wallet's answer; the adapter asks for the account's commission";
            default:
                return "the adapter does not have this operation";
        }
    }

    private static void Tickers(JsonElement payload)
    {
        var rows = payload.ValueKind == JsonValueKind.Array ? payload.EnumerateArray().ToArray() : [payload];
        foreach (var row in rows)
        {
            var ticker = MarketAnswers.Ticker(Bytes(row), AnyPair, DateTimeOffset.UnixEpoch);
            Assert.Equal(
                (Price(row, "lastPrice") ?? Price(row, "price") ?? Price(row, "bidPrice"), Price(row, "bidPrice"),
                    Price(row, "askPrice"), Price(row, "openPrice"), Price(row, "highPrice"), Price(row, "lowPrice")),
                (ticker.Last.Value, ticker.Bid?.Value, ticker.Ask?.Value, ticker.Open?.Value, ticker.High?.Value,
                    ticker.Low?.Value));
            Assert.Equal((Number(row, "volume"), Number(row, "quoteVolume")), (ticker.BaseVolume, ticker.QuoteVolume));
        }
    }

    private static void Book(JsonElement payload)
    {
        var book = MarketAnswers.Book(Bytes(payload), AnyPair, 5000, DateTimeOffset.UnixEpoch);
        Assert.Equal(payload.GetProperty("lastUpdateId").GetInt64(), book.Sequence);
        Assert.Equal(Levels(payload, "bids"), book.Bids.Select(level => (level.Price.Value, level.Quantity.Value)));
        Assert.Equal(Levels(payload, "asks"), book.Asks.Select(level => (level.Price.Value, level.Quantity.Value)));
    }

    private static void Candles(JsonElement payload)
    {
        var rows = payload.EnumerateArray().ToArray();
        var candles = MarketAnswers.Candles(Bytes(payload), AnyPair, CandleInterval.OneMinute, long.MaxValue);
        Assert.Equal(
            rows.Select(row => (Of(row[0]), Of(row[1]), Of(row[2]), Of(row[3]), Of(row[4]), Of(row[5]))),
            candles.Select(candle => (
                (decimal)candle.OpenTime.ToUnixTimeMilliseconds(), candle.Open.Value, candle.High.Value,
                candle.Low.Value, candle.Close.Value, candle.BaseVolume)));
        Assert.All(candles, candle => Assert.True(candle.Closed));
    }

    private static void Trades(JsonElement payload)
    {
        var rows = payload.ValueKind == JsonValueKind.Array ? payload.EnumerateArray().ToArray() : [payload];
        var json = Encoding.UTF8.GetBytes("[" + string.Join(',', rows.Select(row => row.GetRawText())) + "]");
        string Of(JsonElement row, string name, string brief) => row.GetProperty(
            row.TryGetProperty(name, out _) ? name : brief).ToString();
        Assert.Equal(
            rows.Select(row => (Of(row, "id", "a"), Decimal(Of(row, "price", "p")), Decimal(Of(row, "qty", "q")),
                bool.Parse(Of(row, "isBuyerMaker", "m")))),
            MarketAnswers.Trades(json, AnyPair).Select(trade =>
                (trade.TradeId, trade.Price.Value, trade.Quantity.Value, trade.TakerSide == OrderSide.Sell)));
    }

    private static void Fees(JsonElement payload)
    {
        var parts = new[] { "standardCommission", "specialCommission", "taxCommission" }
            .Where(part => payload.TryGetProperty(part, out _)).Select(part => payload.GetProperty(part)).ToArray();
        var fees = CommissionAnswer.Read(Bytes(payload));
        decimal Sum(string role) => parts.Sum(part => Number(part, role)!.Value
            + Math.Max(Number(part, "buyer") ?? 0, Number(part, "seller") ?? 0));
        Assert.Equal((Sum("maker"), Sum("taker")), (fees.Maker, fees.Taker));
    }

    private static IEnumerable<(decimal, decimal)> Levels(JsonElement payload, string side) =>
        payload.GetProperty(side).EnumerateArray().Select(level => (Of(level[0]), Of(level[1])));

    private static byte[] Bytes(JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    private static decimal Decimal(string text) =>
        decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static decimal Of(JsonElement number) => Decimal(number.ToString());

    private static decimal? Number(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) ? Of(value) : null;

    /// <summary>Nothing where it is 0: an empty side of a book.</summary>
    private static decimal? Price(JsonElement json, string member) => Number(json, member) is > 0 and var price
        ? price
        : null;
}

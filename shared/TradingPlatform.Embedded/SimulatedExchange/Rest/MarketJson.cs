using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>Market data in Binance's shapes.</summary>
internal static class MarketJson
{
    public const long Day = 86_400_000;

    public static void WriteLevels(
        Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<(decimal Price, decimal Quantity)> levels)
    {
        writer.WriteStartArray(name);
        foreach (var (price, quantity) in levels)
        {
            writer.WriteStartArray();
            writer.WriteAmountValue(price);
            writer.WriteAmountValue(quantity);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    public static void WriteTrades(Utf8JsonWriter writer, IEnumerable<PublicTrade> trades)
    {
        writer.WriteStartArray();
        foreach (var trade in trades)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, trade.Id);
            writer.WriteAmount("price"u8, trade.Price);
            writer.WriteAmount("qty"u8, trade.Quantity);
            writer.WriteAmount("quoteQty"u8, trade.Quote);
            writer.WriteNumber("time"u8, trade.Time);
            writer.WriteBoolean("isBuyerMaker"u8, trade.IsBuyerMaker);
            writer.WriteBoolean("isBestMatch"u8, true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteAggregates(Utf8JsonWriter writer, IEnumerable<PublicTrade> trades)
    {
        writer.WriteStartArray();
        foreach (var trade in trades)
        {
            writer.WriteStartObject();
            writer.WriteNumber("a"u8, trade.Id);
            writer.WriteAmount("p"u8, trade.Price);
            writer.WriteAmount("q"u8, trade.Quantity);
            writer.WriteNumber("f"u8, trade.Id);
            writer.WriteNumber("l"u8, trade.Id);
            writer.WriteNumber("T"u8, trade.Time);
            writer.WriteBoolean("m"u8, trade.IsBuyerMaker);
            writer.WriteBoolean("M"u8, true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteKlines(Utf8JsonWriter writer, IEnumerable<Candle> candles, long interval)
    {
        writer.WriteStartArray();
        foreach (var candle in candles)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(candle.OpenTime);
            writer.WriteAmountValue(candle.Open);
            writer.WriteAmountValue(candle.High);
            writer.WriteAmountValue(candle.Low);
            writer.WriteAmountValue(candle.Close);
            writer.WriteAmountValue(candle.Volume);
            writer.WriteNumberValue(KlineInterval.CloseTime(interval, candle.OpenTime));
            writer.WriteAmountValue(candle.QuoteVolume);
            writer.WriteNumberValue(candle.Trades);
            writer.WriteAmountValue(candle.TakerBuyVolume);
            writer.WriteAmountValue(candle.TakerBuyQuote);
            writer.WriteStringValue("0"u8);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    public static void WriteBookTicker(Utf8JsonWriter writer, Market market)
    {
        var top = market.Top();
        writer.WriteStartObject();
        writer.WriteString("symbol"u8, market.Name);
        writer.WriteAmount("bidPrice"u8, top.Bid);
        writer.WriteAmount("bidQty"u8, top.BidQuantity);
        writer.WriteAmount("askPrice"u8, top.Ask);
        writer.WriteAmount("askQty"u8, top.AskQuantity);
        writer.WriteEndObject();
    }

    public static void WritePrice(Utf8JsonWriter writer, Market market)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol"u8, market.Name);
        writer.WriteAmount("price"u8, market.LastPrice);
        writer.WriteEndObject();
    }

    public static void WriteDay(Utf8JsonWriter writer, Market market, long now)
    {
        var day = market.Candles.Over(Day, now) ?? Candle.Flat(now, market.LastPrice);
        var top = market.Top();
        var change = market.LastPrice - day.Open;
        writer.WriteStartObject();
        writer.WriteString("symbol"u8, market.Name);
        writer.WriteAmount("priceChange"u8, change);
        writer.WritePercent("priceChangePercent"u8, day.Open == 0 ? 0 : change / day.Open * 100);
        writer.WriteAmount("weightedAvgPrice"u8, Average(day));
        writer.WriteAmount("prevClosePrice"u8, day.Open);
        writer.WriteAmount("lastPrice"u8, market.LastPrice);
        writer.WriteAmount("lastQty"u8, market.LastQuantity);
        writer.WriteAmount("bidPrice"u8, top.Bid);
        writer.WriteAmount("bidQty"u8, top.BidQuantity);
        writer.WriteAmount("askPrice"u8, top.Ask);
        writer.WriteAmount("askQty"u8, top.AskQuantity);
        writer.WriteAmount("openPrice"u8, day.Open);
        writer.WriteAmount("highPrice"u8, day.High);
        writer.WriteAmount("lowPrice"u8, day.Low);
        writer.WriteAmount("volume"u8, day.Volume);
        writer.WriteAmount("quoteVolume"u8, day.QuoteVolume);
        writer.WriteNumber("openTime"u8, now - Day);
        writer.WriteNumber("closeTime"u8, now);
        writer.WriteNumber("firstId"u8, day.FirstId);
        writer.WriteNumber("lastId"u8, day.LastId);
        writer.WriteNumber("count"u8, day.Trades);
        writer.WriteEndObject();
    }

    public static decimal Average(Candle candle) =>
        candle.Volume > 0 ? candle.QuoteVolume / candle.Volume : candle.Close;
}

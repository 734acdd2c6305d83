using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.CoinbaseAdvanced;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Messages of Advanced Trade's feeds.</summary>
internal static class CoinbaseAdvancedMessages
{
    public static string? Feed(FixtureCase recorded)
    {
        if (recorded.Operation == "userDataStream" && recorded.Payload.TryGetProperty("order_id", out _))
        {
            Order(recorded.Payload);
            return null;
        }

        var envelope = AdvancedEnvelope.Read(recorded.Payload);
        Assert.NotNull(envelope.Channel);
        Assert.NotNull(envelope.Number);
        foreach (var one in envelope.Events)
        {
            switch (recorded.Operation)
            {
                case "depth":
                    Depth(one);
                    break;
                case "ticker":
                    Assert.All(one.GetProperty("tickers").EnumerateArray(), Ticker);
                    break;
                case "trade":
                    Assert.All(one.GetProperty("trades").EnumerateArray(), row => Assert.Equal(
                        (Facts.Raw(row, "trade_id"), Facts.Raw(row, "side") == "BUY"),
                        AdvancedMarketAnswers.Trade(row, Facts.Pair(row)) is var trade
                            ? (trade.TradeId, trade.TakerSide == OrderSide.Buy)
                            : default));
                    break;
                case "ohlcv":
                    Assert.All(one.GetProperty("candles").EnumerateArray(), row => Assert.Equal(
                        Facts.Number(row, "close"),
                        AdvancedMarketAnswers.Candle(row, Facts.Pair(row), CandleInterval.FiveMinutes, default)
                            .Close.Value));
                    break;
                case "userDataStream":
                    Assert.All(one.GetProperty("orders").EnumerateArray(), Order);
                    break;
            }
        }

        return recorded.Operation is "depth" or "ticker" or "trade" or "ohlcv" or "userDataStream" or "status"
            ? null
            : "it asks for nothing but to be heard";
    }

    private static void Depth(JsonElement one)
    {
        var book = new LevelBook(Facts.Pair(one), 1000);
        book.Begin();
        foreach (var (isBid, price, quantity) in AdvancedMarketListener.ReadLevels(one))
        {
            book.Set(isBid, price, quantity);
        }

        var rows = one.GetProperty("updates").EnumerateArray().ToArray();
        var best = book.ToSnapshot(null, default);
        Assert.Equal(
            rows.Where(row => Facts.Raw(row, "side") == "bid" && Facts.Number(row, "new_quantity") > 0)
                .Select(row => Facts.Number(row, "price_level")).Distinct().OrderDescending(),
            best.Bids.Select(level => (decimal?)level.Price.Value));
        Assert.Equal(
            rows.Where(row => Facts.Raw(row, "side") != "bid" && Facts.Number(row, "new_quantity") > 0)
                .Select(row => Facts.Number(row, "price_level")).Distinct().Order(),
            best.Asks.Select(level => (decimal?)level.Price.Value));
    }

    private static void Ticker(JsonElement row)
    {
        var quote = ProductReader.Quote(
            Facts.Pair(row), Facts.Number(row, "best_bid"), Facts.Number(row, "best_ask"),
            Facts.Number(row, "price"), default);
        Assert.Equal(Facts.Number(row, "best_bid") ?? Facts.Number(row, "price"), quote.Bid.Value);
    }

    private static void Order(JsonElement row)
    {
        var report = AdvancedOrders.Read(row, Facts.Pair(row));
        Assert.Equal(
            (Facts.Raw(row, "order_id"), Facts.Raw(row, "client_order_id"), Facts.Number(row, "cumulative_quantity")),
            (report.ExchangeOrderId, report.ClientOrderId.Text, report.FilledQuantity.Value));
        Assert.Equal(Facts.Raw(row, "order_side") == "BUY" ? OrderSide.Buy : OrderSide.Sell, report.Ticket!.Side);
    }
}

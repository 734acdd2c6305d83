using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.CoinbaseExchange;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Coinbase's Exchange API.</summary>
internal sealed class CoinbaseExchangeFixtures : IFixtureSubject
{
    private static readonly ExchangeApiDialect Dialect = new();

    public string Exchange => "coinbaseexchange";

    public string? Feed(FixtureCase recorded) => recorded.Kind switch
    {
        "error-code" => Code(recorded.Json.GetProperty("input"), recorded.Expected),
        "rest-request" => CoinbaseRequestFixtures.FeedExchange(recorded),
        _ when recorded.Payload.ValueKind == JsonValueKind.Undefined => "no payload",
        "ws-message" => CoinbaseExchangeMessages.Feed(recorded),
        _ => Response(recorded, recorded.Payload),
    };

    private static string? Response(FixtureCase recorded, JsonElement payload)
    {
        switch (recorded.Operation)
        {
            case "createOrder" or "fetchOrder" when payload.TryGetProperty("id", out _):
                Order(payload, recorded.Expected);
                return null;
            case "fetchOpenOrders" or "fetchOrders" or "fetchClosedOrders":
                Orders(payload, recorded.Expected);
                return null;
            case "fetchMyTrades":
                Fills(payload, recorded.Expected);
                return null;
            case "cancelOrder" or "errors" or "createOrder" or "fetchOrder":
                return Refusal(recorded, payload);
            case "cancelAllOrders":
                Assert.Equal(JsonValueKind.Array, payload.ValueKind);
                return null;
            case "fetchBalance":
                Balances(payload);
                return null;
            case "fetchMarkets":
                Markets(payload);
                return null;
            case "fetchTime":
                Assert.Equal(
                    (long)(Facts.Number(payload, "epoch")!.Value * 1000), Dialect.Time(Facts.Body(payload)));
                return null;
            case "fetchTradingFee":
                var fees = ExchangeApiAnswers.Fees(Facts.Body(payload));
                Assert.Equal(
                    (Facts.Number(payload, "maker_fee_rate"), Facts.Number(payload, "taker_fee_rate")),
                    (fees.Maker, fees.Taker));
                return null;
            default:
                return MarketData(recorded, payload);
        }
    }

    private static string? MarketData(FixtureCase recorded, JsonElement payload)
    {
        var pair = Facts.Pair(payload);
        switch (recorded.Operation)
        {
            case "fetchTicker" when payload.ValueKind != JsonValueKind.Object:
                return "spark lines of all pairs, which are no ticker";
            case "fetchTicker" when payload.TryGetProperty("price", out _):
                var ticker = ExchangeApiMarketAnswers.Ticker(Facts.Body(payload), pair, default);
                Assert.Equal(
                    (Facts.Number(payload, "price"), Facts.Number(payload, "bid"), Facts.Number(payload, "ask"),
                        Facts.Number(payload, "volume")),
                    (ticker.Last.Value, ticker.Bid?.Value, ticker.Ask?.Value, ticker.BaseVolume));
                return null;
            case "fetchTicker":
                var day = ExchangeApiMarketAnswers.WithDay(Facts.Body(payload), new Ticker(
                    pair, new Price(1), null, null, null, null, null, null, null, default));
                Assert.Equal(
                    (Facts.Number(payload, "open"), Facts.Number(payload, "high"), Facts.Number(payload, "low"),
                        Facts.Number(payload, "volume")),
                    (day.Open?.Value, day.High?.Value, day.Low?.Value, day.BaseVolume));
                return null;
            case "fetchOrderBook":
                var book = ExchangeApiMarketAnswers.Book(Facts.Body(payload), pair, 1000, default);
                Assert.Equal(payload.GetProperty("bids").GetArrayLength(), book.Bids.Length);
                Assert.Equal(payload.GetProperty("asks").GetArrayLength(), book.Asks.Length);
                Assert.Equal(Facts.Raw(payload, "sequence"), book.Sequence?.ToString(CultureInfo.InvariantCulture));
                return null;
            case "fetchTrades":
                Trades(payload, pair);
                return null;
            case "fetchOHLCV":
                Candles(payload, pair);
                return null;
            default:
                return "the adapter does not have this operation";
        }
    }

    private static void Order(JsonElement payload, JsonElement expected)
    {
        var order = ExchangeApiOrders.Order(Facts.Body(payload), Facts.Pair(payload), null);
        Compare(payload, order);
        Facts.Order(expected, order);
    }

    private static void Compare(JsonElement sent, OrderReport order)
    {
        Assert.Equal(Facts.Raw(sent, "id"), order.ExchangeOrderId);
        Assert.Equal(Facts.Number(sent, "filled_size") ?? 0, order.FilledQuantity.Value);
        Assert.Equal(Facts.Number(sent, "executed_value"), order.FilledQuote);
        Assert.Equal(Facts.Raw(sent, "side") == "buy" ? OrderSide.Buy : OrderSide.Sell, order.Ticket!.Side);
        Assert.Equal(Facts.Number(sent, "stop_price"), order.Ticket.StopPrice?.Value);
    }

    private static void Orders(JsonElement payload, JsonElement expected)
    {
        var rows = payload.EnumerateArray().ToArray();
        var orders = ExchangeApiOrders.Orders(
            Facts.Body(payload), Facts.Pairs(rows), _ => Assert.Fail("An order was left out."));
        Assert.Equal(rows.Length, orders.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            Compare(rows[row], orders[row]);
            Facts.Order(Facts.Row(expected, row), orders[row]);
        }
    }

    private static void Fills(JsonElement payload, JsonElement expected)
    {
        var rows = payload.EnumerateArray().ToArray();
        var fills = ExchangeApiOrders.Fills(Facts.Body(payload), Facts.Pair(rows.FirstOrDefault()));
        Assert.Equal(rows.Length, fills.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            Assert.Equal(
                (Facts.Raw(rows[row], "trade_id"), Facts.Number(rows[row], "price"), Facts.Number(rows[row], "size"),
                    Facts.Number(rows[row], "fee"), Facts.Raw(rows[row], "order_id")),
                (fills[row].TradeId, fills[row].Price.Value, fills[row].Quantity.Value, fills[row].FeeAmount,
                    fills[row].ExchangeOrderId));
            Facts.Fill(Facts.Row(expected, row), fills[row]);
        }
    }

    private static void Balances(JsonElement payload)
    {
        var account = ExchangeApiAnswers.Account(Facts.Body(payload), _ => { });
        foreach (var balance in account.Balances)
        {
            var rows = payload.EnumerateArray().Where(row => Facts.Raw(row, "currency") == balance.Asset.Text).ToArray();
            Assert.Equal(rows.Sum(row => Facts.Number(row, "available")), balance.Free);
            Assert.Equal(rows.Sum(row => Facts.Number(row, "hold")), balance.Locked);
        }
    }

    private static void Markets(JsonElement payload)
    {
        var leftOut = new List<string>();
        var instruments = Dialect.Products(Facts.Body(payload), leftOut.Add);
        Assert.Equal(payload.GetArrayLength(), instruments.Length + leftOut.Count);
        foreach (var row in payload.EnumerateArray())
        {
            var instrument = instruments.Single(one => one.Symbol.Text == Facts.Raw(row, "id"));
            Assert.Contains(instrument.Rules, rule =>
                rule is InstrumentRule.PriceGrid grid && grid.Tick == Facts.Number(row, "quote_increment"));
        }
    }

    private static void Trades(JsonElement payload, Symbol pair)
    {
        var rows = payload.EnumerateArray().ToArray();
        var trades = ExchangeApiMarketAnswers.Trades(Facts.Body(payload), pair);
        Assert.Equal(rows.Length, trades.Length);
        Assert.All(trades, trade =>
        {
            var row = rows.Single(row => Facts.Raw(row, "trade_id") == trade.TradeId);
            // The side that is told is the maker's.
            Assert.Equal(Facts.Raw(row, "side") == "sell" ? OrderSide.Buy : OrderSide.Sell, trade.TakerSide);
            Assert.Equal(Facts.Number(row, "size"), trade.Quantity.Value);
        });
    }

    private static void Candles(JsonElement payload, Symbol pair)
    {
        var isRow = payload.GetArrayLength() > 0 && payload[0].ValueKind == JsonValueKind.Number;
        JsonElement[] rows = isRow ? [payload] : [.. payload.EnumerateArray()];
        var candles = ExchangeApiMarketAnswers.Candles(
            Facts.Body(payload, isRow ? "[*]" : null), pair, CandleInterval.OneMinute, DateTimeOffset.MaxValue);
        Assert.Equal(rows.Length, candles.Length);
        Assert.All(candles, candle =>
        {
            var row = rows.Single(row => row[0].GetInt64() == candle.OpenTime.ToUnixTimeSeconds());
            Assert.Equal(
                (row[1].GetDecimal(), row[2].GetDecimal(), row[3].GetDecimal(), row[4].GetDecimal(), row[5].GetDecimal()),
                (candle.Low.Value, candle.High.Value, candle.Open.Value, candle.Close.Value, candle.BaseVolume));
        });
    }

    private static string? Refusal(FixtureCase recorded, JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object || Facts.Raw(payload, "message") is null)
        {
            // A cancel that was taken is answered with the order's id.
            Assert.Equal("cancelOrder", recorded.Operation);
            return null;
        }

        var error = ExchangeApiErrors.Map(400, ExchangeApiErrors.Message(Facts.Body(payload)), null);
        Assert.NotEmpty(error.Message);
        if (recorded.Operation == "cancelOrder")
        {
            Assert.Equal(ExchangeErrorKind.OrderNotFound, error.Kind);
        }

        return recorded.Expected.ValueKind == JsonValueKind.Object
            ? CoinbaseErrorClasses.Compare(recorded.Expected.GetProperty("errorClass").GetString()!, error.Kind)
            : null;
    }

    private static string? Code(JsonElement input, JsonElement expected)
    {
        var key = input.GetProperty("key").GetString()!;
        if (input.GetProperty("match").GetString() == "httpStatus" && key is "407" or "511")
        {
            return "a proxy's or a network's login, which says nothing about the key";
        }

        var error = input.GetProperty("match").GetString() == "httpStatus"
            ? ExchangeApiErrors.Map(int.Parse(key, CultureInfo.InvariantCulture), null, null)
            : ExchangeApiErrors.Map(400, key, null);
        return CoinbaseErrorClasses.Compare(expected.GetProperty("errorClass").GetString()!, error.Kind);
    }
}

using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.CoinbaseAdvanced;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Coinbase's Advanced Trade.</summary>
internal sealed class CoinbaseAdvancedFixtures : IFixtureSubject
{
    private static readonly AdvancedDialect Dialect = new();

    public string Exchange => "coinbaseadvanced";

    public string? Feed(FixtureCase recorded) => recorded.Kind switch
    {
        "error-code" => Code(recorded.Json.GetProperty("input"), recorded.Expected),
        "rest-request" => CoinbaseRequestFixtures.FeedAdvanced(recorded),
        _ when recorded.Payload.ValueKind == JsonValueKind.Undefined => "no payload",
        "ws-message" => CoinbaseAdvancedMessages.Feed(recorded),
        _ => Response(recorded, recorded.Payload),
    };

    private static string? Response(FixtureCase recorded, JsonElement payload)
    {
        switch (recorded.Operation)
        {
            case "createOrder" when payload.TryGetProperty("success", out _):
                return Placed(payload);
            case "createOrder":
                return "a part of an answer, which says neither yes nor no";
            case "fetchOrder" or "fetchOpenOrders" or "fetchOrders" or "fetchClosedOrders":
                Orders(payload, recorded.Expected);
                return null;
            case "fetchMyTrades":
                Fills(payload, recorded.Expected);
                return null;
            case "cancelOrder" or "cancelOrders":
                Cancelled(payload);
                return null;
            case "fetchBalance" when payload.TryGetProperty("data", out _):
                return "the wallets of the v2 API, which the adapter does not ask";
            case "fetchBalance":
                Balances(payload);
                return null;
            case "fetchMarkets":
                Markets(payload);
                return null;
            case "fetchApiKeyPermissions":
                var key = AdvancedAnswers.Permissions(Facts.Body(payload));
                Assert.Equal(
                    (payload.GetProperty("can_view").GetBoolean(), payload.GetProperty("can_trade").GetBoolean(),
                        payload.GetProperty("can_transfer").GetBoolean()),
                    (key.CanRead, key.CanTrade, key.CanWithdraw));
                return null;
            case "fetchTradingFee":
                var fees = AdvancedAnswers.Fees(Facts.Body(payload));
                Assert.Equal(Facts.Number(payload.GetProperty("fee_tier"), "maker_fee_rate"), fees.Maker);
                return null;
            case "errors":
                var error = AdvancedErrors.Map(400, AdvancedRefusal.Read(Facts.Body(payload)), null);
                return CoinbaseErrorClasses.Compare(
                    recorded.Expected.GetProperty("errorClass").GetString()!, error.Kind);
            default:
                return MarketData(recorded, payload);
        }
    }

    private static string? MarketData(FixtureCase recorded, JsonElement payload)
    {
        switch (recorded.Operation)
        {
            case "fetchOrderBook" or "fetchTicker" when payload.TryGetProperty("pricebook", out _)
                || payload.TryGetProperty("bids", out _):
                var sent = payload.TryGetProperty("pricebook", out var inner) ? inner : payload;
                var book = AdvancedMarketAnswers.Book(Facts.Body(payload), Facts.Pair(sent), default);
                Assert.Equal(sent.GetProperty("bids").GetArrayLength(), book.Bids.Length);
                Assert.Equal(Facts.Number(sent.GetProperty("bids")[0], "price"), book.Bids[0].Price.Value);
                Assert.Equal(Facts.Number(sent.GetProperty("asks")[0], "size"), book.Asks[0].Quantity.Value);
                return null;
            case "fetchTicker" when payload.TryGetProperty("trade_id", out _):
                Trades(payload);
                return null;
            case "fetchTrades":
                Trades(payload);
                return null;
            case "fetchOHLCV":
                Candles(payload);
                return null;
            default:
                return "the adapter does not have this operation, or has it by another call";
        }
    }

    private static string? Placed(JsonElement payload)
    {
        if (!payload.GetProperty("success").GetBoolean())
        {
            var refusal = AdvancedRefusal.Read(Facts.Body(payload));
            Assert.NotNull(refusal.Code);
            return null;
        }

        var yes = payload.GetProperty("success_response");
        var (side, id) = (Facts.Raw(yes, "side") == "BUY" ? OrderSide.Buy : OrderSide.Sell,
            new ClientOrderId(Facts.Raw(yes, "client_order_id")!));
        var pair = Facts.Pair(yes);
        var ticket = payload.TryGetProperty("order_configuration", out var terms)
            && terms.ValueKind == JsonValueKind.Object ? AdvancedTerms.Read(payload, pair, side) : null;
        var (taken, _) = AdvancedPlacing.Read(
            Facts.Body(payload), new SignedOrder(id, default, default, id),
            ticket ?? new OrderTicket(pair, side, OrderType.Limit));
        Assert.Equal(Facts.Raw(yes, "order_id"), taken!.ExchangeOrderId);
        return null;
    }

    private static void Orders(JsonElement payload, JsonElement expected)
    {
        JsonElement[] rows = payload.TryGetProperty("orders", out var list) ? [.. list.EnumerateArray()]
            : payload.TryGetProperty("order", out var one) ? [one] : [payload];
        var orders = payload.TryGetProperty("orders", out _)
            ? AdvancedOrders.Page(Facts.Body(payload), Facts.Pairs(rows), _ => Assert.Fail("Left out.")).Orders
            : [AdvancedOrders.Order(
                Facts.Body(payload, payload.TryGetProperty("order", out _) ? null : "{\"order\":*}"),
                Facts.Pair(rows[0]))];
        Assert.Equal(rows.Length, orders.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            Assert.Equal(
                (Facts.Raw(rows[row], "order_id"), Facts.Raw(rows[row], "client_order_id"),
                    Facts.Number(rows[row], "filled_size"), Facts.Number(rows[row], "filled_value")),
                (orders[row].ExchangeOrderId, orders[row].ClientOrderId.Text,
                    orders[row].FilledQuantity.Value, orders[row].FilledQuote));
            Assert.NotNull(orders[row].Ticket);
            Facts.Order(Facts.Row(expected, row), orders[row]);
        }
    }

    private static void Fills(JsonElement payload, JsonElement expected)
    {
        var isPage = payload.TryGetProperty("fills", out var list);
        JsonElement[] rows = isPage ? [.. list.EnumerateArray()] : [payload];
        var index = 0;
        foreach (var pair in rows.Select(Facts.Pair).Distinct())
        {
            var wanted = rows.Where(row => Facts.Pair(row) == pair).ToArray();
            var (fills, _) = AdvancedOrders.Fills(
                Facts.Body(payload, isPage ? null : "{\"fills\":[*]}"), pair, _ => Assert.Fail("Left out."));
            Assert.Equal(wanted.Length, fills.Length);
            for (var row = 0; row < wanted.Length; row++)
            {
                var amount = wanted[row].GetProperty("size_in_quote").GetBoolean()
                    ? fills[row].Quote
                    : fills[row].Quantity.Value;
                Assert.Equal(
                    (Facts.Raw(wanted[row], "trade_id"), Facts.Number(wanted[row], "price"),
                        Facts.Number(wanted[row], "size"), Facts.Number(wanted[row], "commission")),
                    (fills[row].TradeId, fills[row].Price.Value, amount, fills[row].FeeAmount));
                Facts.Fill(Facts.Row(expected, index++), fills[row]);
            }
        }
    }

    private static void Cancelled(JsonElement payload)
    {
        var isPage = payload.TryGetProperty("results", out var list);
        JsonElement[] rows = isPage ? [.. list.EnumerateArray()] : [payload];
        var results = AdvancedAnswers.Cancelled(Facts.Body(payload, isPage ? null : "{\"results\":[*]}"));
        Assert.All(rows, row => Assert.Equal(
            row.GetProperty("success").GetBoolean(), results[Facts.Raw(row, "order_id")!] is null));
    }

    private static void Balances(JsonElement payload)
    {
        var isPage = payload.TryGetProperty("accounts", out var list);
        JsonElement[] rows = isPage ? [.. list.EnumerateArray()] : [payload];
        var sums = new BalanceSums(_ => { });
        AdvancedAnswers.Accounts(Facts.Body(payload, isPage ? null : "{\"accounts\":[*]}"), sums);
        foreach (var balance in sums.ToBalances())
        {
            var wanted = rows.Where(row => Facts.Raw(row, "currency") == balance.Asset.Text).ToArray();
            Assert.Equal(
                wanted.Sum(row => Facts.Number(row.GetProperty("available_balance"), "value")), balance.Free);
        }
    }

    private static void Markets(JsonElement payload)
    {
        var isPage = payload.TryGetProperty("products", out var list);
        JsonElement[] rows = isPage ? [.. list.EnumerateArray()] : [payload];
        var instruments = Dialect.Products(Facts.Body(payload, isPage ? null : "{\"products\":[*]}"), _ => { });
        foreach (var row in rows.Where(row => Facts.Raw(row, "product_type") != "FUTURE"))
        {
            var instrument = instruments.Single(one => one.Symbol.Text == Facts.Raw(row, "product_id"));
            var tick = Facts.Number(row, "price_increment") ?? Facts.Number(row, "quote_increment");
            Assert.Contains(instrument.Rules, rule => rule is InstrumentRule.PriceGrid grid && grid.Tick == tick);
            Assert.Contains(instrument.Rules, rule =>
                rule is InstrumentRule.Lot lot && lot.Min == Facts.Number(row, "base_min_size"));
        }
    }

    private static void Trades(JsonElement payload)
    {
        var isPage = payload.TryGetProperty("trades", out var list);
        JsonElement[] rows = isPage ? [.. list.EnumerateArray()] : [payload];
        var trades = AdvancedMarketAnswers.Trades(
            Facts.Body(payload, isPage ? null : "{\"trades\":[*]}"), Facts.Pair(rows[0]));
        Assert.Equal(rows.Length, trades.Length);
        Assert.All(trades, trade =>
        {
            var row = rows.Single(row => Facts.Raw(row, "trade_id") == trade.TradeId);
            Assert.Equal(
                (Facts.Number(row, "price"), Facts.Number(row, "size"), Facts.Raw(row, "side") == "BUY"),
                (trade.Price.Value, trade.Quantity.Value, trade.TakerSide == OrderSide.Buy));
        });
    }

    private static void Candles(JsonElement payload)
    {
        JsonElement[] rows = payload.ValueKind == JsonValueKind.Array
            ? [.. payload.EnumerateArray()]
            : [.. payload.GetProperty("candles").EnumerateArray()];
        var candles = AdvancedMarketAnswers.Candles(
            Facts.Body(payload, payload.ValueKind == JsonValueKind.Array ? "{\"candles\":*}" : null),
            Symbol.Parse("BASE-QUOTE"), CandleInterval.OneMinute, DateTimeOffset.MaxValue);
        Assert.Equal(rows.Length, candles.Length);
        Assert.All(candles, candle =>
        {
            var start = candle.OpenTime.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var row = rows.Single(row => Facts.Raw(row, "start") == start);
            Assert.Equal(
                (Facts.Number(row, "low"), Facts.Number(row, "high"), Facts.Number(row, "open"),
                    Facts.Number(row, "close"), Facts.Number(row, "volume")),
                (candle.Low.Value, candle.High.Value, candle.Open.Value, candle.Close.Value, candle.BaseVolume));
        });
    }

    private static string? Code(JsonElement input, JsonElement expected)
    {
        var key = input.GetProperty("key").GetString()!;
        var match = input.GetProperty("match").GetString();
        if (match == "httpStatus" && key is "407" or "511")
        {
            return "a proxy's or a network's login, which says nothing about the key";
        }

        var error = match switch
        {
            "httpStatus" => AdvancedErrors.Map(
                int.Parse(key, CultureInfo.InvariantCulture), new AdvancedRefusal(null, ""), null),
            "broad" => AdvancedErrors.Map(400, new AdvancedRefusal(null, key), null),
            _ => AdvancedErrors.Map(400, new AdvancedRefusal(key, ""), null),
        };
        return CoinbaseErrorClasses.Compare(expected.GetProperty("errorClass").GetString()!, error.Kind);
    }
}

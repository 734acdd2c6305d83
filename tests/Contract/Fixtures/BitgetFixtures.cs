using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Bitget;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>
/// Bitget, spot and USDT-margined futures. What is told of an order is told by the row that tells it.
/// </summary>
internal sealed class BitgetFixtures : IFixtureSubject
{
    private const string Unified = "of the unified account's API (v3), which is another one";

    private static readonly Symbol AnyPair = Symbol.Parse("BASE-QUOTE");

    public string Exchange => "bitget";

    public string? Feed(FixtureCase recorded) => recorded.Kind switch
    {
        "error-code" => Code(recorded),
        "rest-request" => BitgetRequestFixtures.Feed(recorded),
        _ when recorded.Payload.ValueKind == JsonValueKind.Undefined => "no payload",
        _ when recorded.Operation == "errors" => Error(recorded),
        _ when IsUnified(recorded) => Unified,
        "ws-message" => BitgetStreamFixtures.Feed(recorded),
        _ => Response(recorded),
    };

    /// <summary>The rows of an answer, or the one that a fragment is.</summary>
    public static List<JsonElement> Rows(FixtureCase recorded) =>
        recorded.Payload.ValueKind == JsonValueKind.Object && recorded.Payload.TryGetProperty("data", out var data)
            ? [.. BitgetAnswer.Rows(data)]
            : [recorded.Payload];

    private static bool IsFutures(FixtureCase recorded) => recorded.Text("market") == "futures"
        || (recorded.Json.TryGetProperty("http", out var http) && http.ValueKind == JsonValueKind.Object
            && http.GetProperty("url").GetString()!.Contains("/mix/", StringComparison.Ordinal));

    private static bool IsUnified(FixtureCase recorded)
    {
        var url = recorded.Json.TryGetProperty("http", out var http) && http.ValueKind == JsonValueKind.Object
            ? http.GetProperty("url").GetString()! : "";
        var text = recorded.Payload.GetRawText();
        return url.Contains("/api/v3/", StringComparison.Ordinal)
            || (recorded.Text("label") ?? "").StartsWith("uta", StringComparison.Ordinal)
            || ((string[])["\"execId\"", "\"cumExecQty\"", "\"UTA\"", "\"topic\"", "\"createdTime\"", "\"a\":[[", "\"a\": [["])
                .Any(mark => text.Contains(mark, StringComparison.Ordinal))
            || (recorded.Operation == "fetchBalance" && text.Contains("\"debt\"", StringComparison.Ordinal));
    }

    private static string? Response(FixtureCase recorded)
    {
        switch (recorded.Operation)
        {
            case "createOrder" or "cancelOrder" or "editTriggerOrder":
                return Acknowledgement(recorded);
            case "createOrders" or "cancelOrders" or "cancelAllOrders" or "closePosition" or "cancelTriggerOrder":
                return Batch(recorded);
            case "editOrder":
                return Replaced(recorded);
            case "fetchOrder" or "fetchOpenOrders" or "fetchClosedOrders" or "fetchOrders":
                return Orders(recorded);
            case "fetchTriggerOrders":
                Assert.All(Rows(recorded), row => Plan(row));
                return null;
            case "fetchMyTrades":
                Assert.All(Rows(recorded), row => Trade(row));
                return null;
            case "fetchBalance":
                return Balances(recorded);
            case "fetchMarkets":
                return Markets(recorded);
            case "fetchTicker":
                Assert.All(Rows(recorded), Ticker);
                return null;
            case "fetchOrderBook":
                var data = recorded.Payload.GetProperty("data");
                var book = BitgetMarketAnswers.Book(data, AnyPair);
                Assert.Equal(data.GetProperty("bids")[0][0].Decimal(), book.Bids[0].Price.Value);
                Assert.Equal(data.GetProperty("asks").GetArrayLength(), book.Asks.Length);
                return null;
            case "fetchTrades":
                Assert.All(Rows(recorded), row => Assert.Equal(
                    row.Decimal("price"), BitgetMarketAnswers.Trade(row, AnyPair).Price.Value));
                return null;
            case "fetchOHLCV":
                Assert.All(Rows(recorded), Candle);
                return null;
            case "fetchTradingFee":
                return Fees(recorded);
            case "fetchPositions":
                return Positions(recorded);
            case "fetchTime":
                Assert.True(recorded.Payload.GetProperty("data").Int64("serverTime") > 0);
                return null;
            default:
                return "the adapter does not have this operation";
        }
    }

    private static string? Acknowledgement(FixtureCase recorded)
    {
        if (recorded.Payload.ValueKind == JsonValueKind.Object && !recorded.Payload.TryGetProperty("code", out _))
        {
            return "a fragment of an answer without its head";
        }

        Assert.True(BitgetAnswer.IsSuccess(Answer(recorded)));
        return null;
    }

    private static string? Batch(FixtureCase recorded)
    {
        var data = recorded.Payload.GetProperty("data");
        var failures = data.ValueKind == JsonValueKind.Object ? data.List("failureList").ToList() : [];
        Assert.True(BitgetAnswer.IsSuccess(Answer(recorded)));
        Assert.Equal(failures.Count > 0, BitgetAnswer.FirstFailure(data) is not null);
        return null;
    }

    private static string? Replaced(FixtureCase recorded)
    {
        var data = recorded.Payload.GetProperty("data");
        return data.ValueKind == JsonValueKind.Array
            ? "of many at once, which the adapter does not ask for"
            : Acknowledgement(recorded);
    }

    private static string? Orders(FixtureCase recorded)
    {
        foreach (var row in Rows(recorded))
        {
            if (row.Text("planType") is not null)
            {
                Plan(row);
                continue;
            }

            var order = BitgetOrders.Report(row, AnyPair, IsFutures(recorded));
            Assert.Equal(row.Text("orderId"), order.ExchangeOrderId);
            Assert.Equal(row.Text("clientOid"), order.ClientOrderId.Text);
            Assert.Equal(row.Decimal("baseVolume") ?? 0, order.FilledQuantity.Value);
            Compare(order, recorded.Expected);
        }

        return null;
    }

    private static void Compare(OrderReport order, JsonElement expected)
    {
        if (expected.ValueKind != JsonValueKind.Object || !expected.TryGetProperty("status", out var status))
        {
            return;
        }

        Assert.Equal(status.GetString(), order.Status switch
        {
            ReportedStatus.Open or ReportedStatus.PartiallyFilled => "open",
            ReportedStatus.Filled => "closed",
            ReportedStatus.Cancelled => "canceled",
            _ => "rejected",
        });
    }

    private static void Plan(JsonElement row)
    {
        var plan = BitgetOrders.Plan(row, AnyPair);
        Assert.Equal("plan-" + row.Text("orderId"), plan.ExchangeOrderId);
        Assert.Equal(ReportedStatus.Open, plan.Status);
    }

    internal static void Trade(JsonElement row)
    {
        var fill = BitgetFills.Fill(row, AnyPair);
        Assert.Equal(row.Text("tradeId"), fill.TradeId);
        Assert.Equal(row.Decimal("priceAvg") ?? row.Decimal("price"), fill.Price.Value);
        Assert.Equal(row.Decimal("size") ?? row.Decimal("baseVolume"), fill.Quantity.Value);
        Assert.Equal(row.Decimal("amount") ?? row.Decimal("quoteVolume"), fill.Quote);
        var detail = row.GetProperty("feeDetail");
        var fee = detail.ValueKind == JsonValueKind.Array ? detail[0] : detail;
        Assert.Equal(fee.Text("feeCoin"), fill.FeeAsset.Text);
        Assert.Equal(-fee.Decimal("totalFee"), fill.FeeAmount);
    }

    private static string? Balances(FixtureCase recorded)
    {
        var rows = Rows(recorded);
        if (rows.Exists(row => row.Text("borrow") is not null || row.Text("balance") is not null))
        {
            return "of margin or of funds, which the adapter does not trade on";
        }

        var data = recorded.Payload.TryGetProperty("data", out var wrapped)
            ? wrapped : JsonDocument.Parse("[" + recorded.Payload.GetRawText() + "]").RootElement;
        void Unnamed(string coin) => Assert.Fail("An asset was left out: " + coin);
        var balances = (IsFutures(recorded)
            ? BitgetAccountAnswers.Margins(data, Unnamed) : BitgetAccountAnswers.Assets(data, Unnamed)).Balances;
        Assert.Equal(rows.Select(row => row.Decimal("available")), balances.Select(held => (decimal?)held.Free));
        Assert.Equal(
            rows.Select(row => row.Decimal("accountEquity")
                ?? row.Decimal("available") + row.Decimal("frozen") + row.Decimal("locked")),
            balances.Select(held => (decimal?)held.Total));
        return null;
    }

    private static string? Markets(FixtureCase recorded)
    {
        var isFutures = IsFutures(recorded);
        var rows = Rows(recorded);
        var data = JsonSerializer.SerializeToElement(rows);
        var book = BitgetInstruments.Read(data, isFutures);
        Assert.Equal(
            rows.Count(row => !isFutures || row.Text("symbolType") is null or "perpetual"),
            book.Instruments.Count + book.LeftOut.Count);
        Assert.All(book.Pairs, pair => Assert.Contains(rows, row =>
            row.Text("baseCoin") == pair.Value.Base.Text && row.Text("quoteCoin") == pair.Value.Quote.Text));
        Assert.All(book.Instruments.Values, instrument => Assert.NotEmpty(instrument.Rules));
        return null;
    }

    private static void Ticker(JsonElement row)
    {
        var ticker = BitgetMarketAnswers.Ticker(row, AnyPair);
        Assert.Equal(row.Decimal("lastPr"), ticker.Last.Value);
        Assert.Equal(row.Decimal("bidPr") is > 0 and var bid ? bid : null, ticker.Bid?.Value);
        Assert.Equal(row.Decimal("askPr") is > 0 and var ask ? ask : null, ticker.Ask?.Value);
        Assert.Equal(row.Decimal("baseVolume"), ticker.BaseVolume);
    }

    internal static void Candle(JsonElement row)
    {
        var candle = BitgetMarketAnswers.Candle(row, AnyPair, CandleInterval.OneMinute, DateTimeOffset.MaxValue);
        Assert.Equal(
            (row[1].Decimal(), row[2].Decimal(), row[3].Decimal(), row[4].Decimal(), row[5].Decimal()),
            (candle.Open.Value, candle.High.Value, candle.Low.Value, candle.Close.Value, candle.BaseVolume));
        Assert.True(candle.Closed);
    }

    private static string? Fees(FixtureCase recorded)
    {
        var data = recorded.Payload.GetProperty("data");
        if (data.ValueKind == JsonValueKind.Array)
        {
            return "of all pairs at once, which the adapter does not ask for";
        }

        var fees = BitgetAccountAnswers.Fees(data);
        Assert.Equal((data.Decimal("makerFeeRate"), data.Decimal("takerFeeRate")), (fees.Maker, fees.Taker));
        return null;
    }

    private static string? Positions(FixtureCase recorded)
    {
        var rows = Rows(recorded);
        if (rows.TrueForAll(row => row.Text("total") is null))
        {
            return "of positions that were closed, which the adapter does not ask for";
        }

        Assert.All(rows, row => Assert.Equal(
            row.Text("holdSide") == "short" ? -row.Decimal("total") : row.Decimal("total"),
            BitgetAccountAnswers.Position(row, AnyPair)?.Quantity ?? 0));
        return null;
    }

    private static string? Error(FixtureCase recorded)
    {
        if (recorded.Expected.ValueKind != JsonValueKind.Object)
        {
            return "an error of unknown class";
        }

        var verdict = BitgetVerdict.Read(recorded.Payload);
        Assert.NotEqual(BitgetVerdict.Success, verdict.Code);
        return BitgetErrorClasses.Compare(
            recorded.Expected.GetProperty("errorClass").GetString()!, verdict.Code ?? "",
            BitgetErrors.Kind(400, verdict));
    }

    private static string? Code(FixtureCase recorded)
    {
        var input = recorded.Json.GetProperty("input");
        var key = input.GetProperty("key").GetString()!;
        var byStatus = input.GetProperty("match").GetString() == "httpStatus";
        if (byStatus && key is "407" or "511")
        {
            return "a proxy's or a network's login, which says nothing about the key";
        }

        var verdict = byStatus ? new BitgetVerdict(null, "")
            : key.All(char.IsAsciiDigit) ? new BitgetVerdict(key, "") : new BitgetVerdict("bad-request", key);
        var status = byStatus ? int.Parse(key, System.Globalization.CultureInfo.InvariantCulture) : 400;
        return BitgetErrorClasses.Compare(
            recorded.Expected.GetProperty("errorClass").GetString()!, key, BitgetErrors.Kind(status, verdict));
    }

    private static WireAnswer Answer(FixtureCase recorded)
    {
        var body = Encoding.UTF8.GetBytes(recorded.Payload.GetRawText());
        return new WireAnswer(200, body, body.Length, null);
    }
}

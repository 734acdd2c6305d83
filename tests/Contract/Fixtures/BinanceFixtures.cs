using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Binance spot, REST.</summary>
internal sealed class BinanceFixtures : IFixtureSubject
{
    private static readonly Symbol AnyPair = Symbol.Parse("BASE-QUOTE");

    public string Exchange => "binance";

    public string? Feed(FixtureCase recorded) => recorded.Kind switch
    {
        "error-code" => Code(recorded),
        "rest-request" => BinanceRequestFixtures.Feed(recorded),
        "rest-response" when recorded.Payload.ValueKind == JsonValueKind.Undefined => "no payload",
        "rest-response" => Response(recorded),
        "ws-message" when recorded.Payload.ValueKind == JsonValueKind.Object => BinanceStreamFixtures.Feed(recorded),
        _ => "no payload",
    };

    private static string? Response(FixtureCase recorded)
    {
        switch (recorded.Operation)
        {
            case "createOrder" when recorded.Variant == "test":
                Assert.Equal(JsonValueKind.Object, recorded.Payload.ValueKind);
                return null;
            case "createOrder" or "fetchOrder":
                Compare(recorded.Payload, BinanceAnswers.Order(Body(recorded), AnyPair), recorded.Expected);
                return null;
            case "cancelOrder":
                var cancelled = BinanceAnswers.Cancelled(Body(recorded), Reference(recorded.Payload));
                Assert.Equal(Raw(recorded.Payload, "origClientOrderId"), cancelled.ClientOrderId.Text);
                Compare(recorded.Payload, cancelled, default);
                return null;
            case "fetchOpenOrders" or "fetchOrders":
                Orders(recorded);
                return null;
            case "fetchMyTrades" when recorded.Payload.ValueKind == JsonValueKind.Object:
                return "the payload is an aggregate trade of the market, not one of an account";
            case "fetchMyTrades":
                Trades(recorded);
                return null;
            case "fetchBalance":
                Balances(recorded);
                return null;
            case "fetchMarkets":
                Markets(recorded);
                return null;
            case "cancelAllOrders":
                return "an answer of which the adapter takes the status alone";
            case "fetchApiKeyPermissions":
                var key = AccountAnswers.Permissions(Body(recorded));
                Assert.Equal(Flag(recorded, "enableReading"), key.CanRead);
                Assert.Equal(Flag(recorded, "enableSpotAndMarginTrading"), key.CanTrade);
                Assert.Equal(Flag(recorded, "ipRestrict"), key.IpRestricted);
                return null;
            case "errors":
                return Error(recorded);
            case "createOrderList" when recorded.Payload.GetProperty("contingencyType").GetString() == "OCO":
                Pair(recorded);
                return null;
            case "editOrder" when recorded.Text("id")!.EndsWith("ReplaceOrder", StringComparison.Ordinal):
                Assert.IsType<Replacement.Done>(ReplaceAnswer.Read(Body(recorded)).Report(AnyPair, null));
                return null;
            default:
                return BinanceMarketFixtures.Feed(recorded);
        }
    }

    private static void Compare(JsonElement sent, OrderReport order, JsonElement expected)
    {
        Assert.Equal(Raw(sent, "orderId"), order.ExchangeOrderId);
        Assert.Equal(Number(sent, "executedQty"), order.FilledQuantity.Value);
        var quote = Number(sent, "cummulativeQuoteQty");
        Assert.Equal(quote < 0 ? null : quote, order.FilledQuote);
        if (expected.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        Assert.Equal(expected.GetProperty("id").GetString(), order.ExchangeOrderId);
        Assert.Equal(expected.GetProperty("clientOrderId").GetString(), order.ClientOrderId.Text);
        Assert.Equal(expected.GetProperty("status").GetString(), order.Status switch
        {
            ReportedStatus.Open or ReportedStatus.PartiallyFilled => "open",
            ReportedStatus.Filled => "closed",
            ReportedStatus.Cancelled => "canceled",
            ReportedStatus.Expired => "expired",
            _ => "rejected",
        });
        Assert.Equal(expected.GetProperty("side").GetString(), order.Ticket!.Side == OrderSide.Buy ? "buy" : "sell");
        Assert.Equal(expected.GetProperty("amount").GetDecimal(), order.Ticket.Quantity!.Value.Value);
        Assert.Equal(Maybe(expected, "price"), order.Ticket.Price?.Value);
    }

    private static void Orders(FixtureCase recorded)
    {
        var rows = recorded.Payload.EnumerateArray().ToArray();
        var names = rows.Select(row => row.GetProperty("symbol").GetString()!).Distinct(StringComparer.Ordinal);
        var pairs = names.ToDictionary(name => name, _ => AnyPair, StringComparer.Ordinal);
        var orders = BinanceAnswers.Orders(Body(recorded), pairs, _ => Assert.Fail("An order was left out."));
        Assert.Equal(rows.Length, orders.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            Compare(rows[row], orders[row],
                recorded.Expected.ValueKind == JsonValueKind.Array ? recorded.Expected[row] : default);
        }
    }

    private static void Trades(FixtureCase recorded)
    {
        var trades = BinanceAnswers.Trades(Body(recorded), AnyPair);
        Assert.Equal(recorded.Payload.GetArrayLength(), trades.Length);
        Assert.All(trades, trade => Assert.Contains(
            recorded.Payload.EnumerateArray(), row => Raw(row, "id") == trade.TradeId));
    }

    private static void Balances(FixtureCase recorded)
    {
        var account = AccountAnswers.Account(Body(recorded), _ => Assert.Fail("An asset was left out."));
        Assert.Equal(Flag(recorded, "canTrade"), account.CanTrade);
        var rows = recorded.Payload.GetProperty("balances").EnumerateArray().ToArray();
        Assert.Equal(rows.Select(row => (Raw(row, "asset"), Number(row, "free"), Number(row, "locked"))),
            account.Balances.Select(balance =>
                (balance.Asset.Text, (decimal?)balance.Free, (decimal?)balance.Locked)));
    }

    private static void Markets(FixtureCase recorded)
    {
        var book = ExchangeInfoReader.Read(Body(recorded));
        var rows = recorded.Payload.GetProperty("symbols").EnumerateArray().ToArray();
        Assert.Equal(rows.Length, book.Instruments.Count + book.LeftOut.Count);
        foreach (var row in rows)
        {
            var instrument = book.Instruments[book.Pairs[row.GetProperty("symbol").GetString()!]];
            Assert.Equal(row.GetProperty("baseAsset").GetString(), instrument.Symbol.Base.Text);
            Assert.Equal(
                row.GetProperty("filters").EnumerateArray().Select(filter => Raw(filter, "filterType")),
                instrument.Rules.Select(rule => rule.Name));
        }
    }

    private static string? Error(FixtureCase recorded)
    {
        if (recorded.Payload.ValueKind != JsonValueKind.Object)
        {
            return "a list of errors, one to each order of a batch call that the adapter does not make";
        }

        var kind = BinanceErrors.Kind(400, BinanceAnswerError.Read(Body(recorded)));
        return BinanceErrorClasses.Compare(recorded.Expected.GetProperty("errorClass").GetString()!, kind);
    }

    private static string? Code(FixtureCase recorded)
    {
        var input = recorded.Json.GetProperty("input");
        var key = input.GetProperty("key").GetString()!;
        if (input.GetProperty("scope").GetString() is not (null or "spot"))
        {
            return "a code of a product other than spot";
        }

        var byStatus = input.GetProperty("match").GetString() == "httpStatus";
        if (byStatus && key is "407" or "511")
        {
            return "a proxy's or a network's login, which says nothing about the key";
        }

        var status = byStatus ? int.Parse(key, CultureInfo.InvariantCulture) : 400;
        var answer = byStatus ? new BinanceAnswerError(null, "")
            : int.TryParse(key, CultureInfo.InvariantCulture, out var code) ? new BinanceAnswerError(code, "")
            : new BinanceAnswerError(-2010, key);
        return BinanceErrorClasses.Compare(
            recorded.Expected.GetProperty("errorClass").GetString()!, BinanceErrors.Kind(status, answer));
    }

    private static void Pair(FixtureCase recorded)
    {
        var rows = recorded.Payload.GetProperty("orderReports").EnumerateArray().ToArray();
        ClientOrderId Of(string type) => new(rows.Single(row =>
            row.GetProperty("type").GetString()!.StartsWith(type, StringComparison.Ordinal))
            .GetProperty("clientOrderId").GetString()!);
        var pair = new OcoPair(
            AnyPair, OrderSide.Sell, new Quantity(1), Of("LIMIT"), new Price(1), Of("STOP"), new Price(1), null);
        var (limit, stop) = BinanceAnswers.Pair(Body(recorded), pair);
        Assert.Equal((pair.LimitId, pair.StopId), (limit.ClientOrderId, stop.ClientOrderId));
    }

    private static OrderReference Reference(JsonElement payload) => new(
        AnyPair, new ClientOrderId(payload.GetProperty("origClientOrderId").GetString()!), Raw(payload, "orderId"));

    private static byte[] Body(FixtureCase recorded) => Encoding.UTF8.GetBytes(recorded.Payload.GetRawText());

    private static bool Flag(FixtureCase recorded, string member) => recorded.Payload.GetProperty(member).GetBoolean();

    private static string Raw(JsonElement json, string member) => json.GetProperty(member) is
        { ValueKind: JsonValueKind.String } text ? text.GetString()! : json.GetProperty(member).GetRawText();

    private static decimal? Number(JsonElement json, string member) => json.TryGetProperty(member, out _)
        ? decimal.Parse(Raw(json, member), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private static decimal? Maybe(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDecimal()
            : null;
}

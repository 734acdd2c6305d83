using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Contract.Binance;

/// <summary>Cancels, replacements, pairs, and everything that is asked.</summary>
public sealed class ReadTests : TestBed
{
    [Fact]
    public void The_official_example_has_the_official_signature()
    {
        var signer = new BinanceSigner(new("NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"));
        const string Query = "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1"
            + "&recvWindow=5000&timestamp=1499827319559";
        const string Expected = Query + "&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71";
        Assert.Equal(Expected, signer.Append(Query));
        Assert.Equal(Expected, System.Text.Encoding.ASCII.GetString(
            signer.Append(System.Text.Encoding.ASCII.GetBytes(Query))));
    }

    [Fact]
    public async Task A_cancel_reports_the_orders_own_id()
    {
        var id = NewId();
        await PlaceAsync(Limit, id);
        var done = Assert.IsType<Cancellation.Done>(await Exchange.CancelAsync(new OrderReference(Pair, id), default));
        Assert.Equal(id, done.Report.ClientOrderId);
        Assert.Equal(ReportedStatus.Cancelled, done.Report.Status);
        Assert.IsType<Cancellation.NothingToCancel>(await Exchange.CancelAsync(new OrderReference(Pair, id), default));
    }

    [Fact]
    public async Task An_order_is_found_by_either_id_and_an_unknown_one_is_null()
    {
        var id = NewId();
        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id));
        var theirs = new OrderReference(Pair, NewId(), placed.Report.ExchangeOrderId);
        Assert.Equal(id, (await Exchange.FindOrderAsync(theirs, default))!.ClientOrderId);
        Assert.Equal(id, (await Exchange.FindOrderAsync(new OrderReference(Pair, id), default))!.ClientOrderId);
        Assert.Null(await Exchange.FindOrderAsync(new OrderReference(Pair, NewId()), default));
    }

    [Theory]
    [InlineData(200, "SUCCESS", "SUCCESS", null, null, typeof(Replacement.Done))]
    [InlineData(409, "SUCCESS", "FAILURE", null, -2010, typeof(Replacement.OnlyCancelled))]
    [InlineData(409, "SUCCESS", "FAILURE", null, -1007, typeof(Replacement.Unknown))]
    [InlineData(400, "FAILURE", "NOT_ATTEMPTED", -2011, null, typeof(Replacement.NotCancelled))]
    [InlineData(400, "FAILURE", "NOT_ATTEMPTED", -1007, null, typeof(Replacement.Unknown))]
    [InlineData(504, "SUCCESS", "SUCCESS", null, null, typeof(Replacement.Unknown))]
    public async Task A_replacement_says_how_each_half_ended(
        int status, string cancel, string place, int? cancelCode, int? placeCode, Type expected)
    {
        static string Half(int? code, string id) => code is null
            ? $$"""{"symbol":"BTCUSDT","orderId":9,"clientOrderId":"{{id}}","status":"NEW","transactTime":1}"""
            : $$"""{"code":{{code}},"msg":"no"}""";
        var halves = $$"""
            {"cancelResult":"{{cancel}}","newOrderResult":"{{place}}","cancelResponse":{{Half(cancelCode, "a")}},
             "newOrderResponse":{{(place == "NOT_ATTEMPTED" ? "null" : Half(placeCode, "b"))}}}
            """;
        Server.Answer("POST /api/v3/order/cancelReplace", _ => new Reply(
            status, status == 200 ? halves : $$"""{"code":-2021,"msg":"x","data":{{halves}}}"""));
        var signed = await Exchange.SignReplaceAsync(new OrderReference(Pair, NewId(), "8"), NewId(), Limit, default);
        Assert.IsType(expected, await Exchange.ReplaceAsync(signed, default));
        var seen = Server.Received.Single(seen => seen.Path == "/api/v3/order/cancelReplace");
        Assert.Equal("STOP_ON_FAILURE", seen.Fields["cancelReplaceMode"]);
        Assert.Equal("8", seen.Fields["cancelOrderId"]);
    }

    [Theory]
    [InlineData(OrderSide.Sell, "LIMIT_MAKER", "STOP_LOSS_LIMIT")]
    [InlineData(OrderSide.Buy, "STOP_LOSS_LIMIT", "LIMIT_MAKER")]
    public async Task A_pair_puts_each_leg_on_its_side_of_the_market(OrderSide side, string above, string below)
    {
        static string Leg(Seen seen, string leg) => $$"""
            {"symbol":"BTCUSDT","orderId":{{leg.Length}},"orderListId":1,
             "clientOrderId":"{{seen.Fields[leg + "ClientOrderId"]}}","status":"NEW"}
            """;
        Server.Answer("POST /api/v3/orderList/oco", seen => new Reply(200, $$"""
            {"orderListId":1,"orders":[],"orderReports":[{{Leg(seen, "above")}},{{Leg(seen, "below")}}]}
            """));
        var pair = new OcoPair(
            Pair, side, new Quantity(1), NewId(), new Price(2), NewId(), new Price(1), new Price(0.9m));
        var signed = await Exchange.SignOcoAsync(pair, default);
        var accepted = Assert.IsType<OcoPlacement.Accepted>(await Exchange.PlaceOcoAsync(signed, default));
        Assert.Equal((pair.LimitId, pair.StopId), (accepted.Limit.ClientOrderId, accepted.Stop.ClientOrderId));
        Assert.Equal("1", accepted.Limit.ListId);
        var fields = Server.Received.Single(seen => seen.Path.EndsWith("/oco", StringComparison.Ordinal)).Fields;
        Assert.Equal((above, below), (fields["aboveType"], fields["belowType"]));
    }

    [Fact]
    public async Task Trades_are_followed_to_the_end_by_id_and_by_time_in_days()
    {
        var start = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Server.Answer("GET /api/v3/myTrades", seen =>
        {
            var ids = Enumerable.Range(1, 2500).Select(id => (Id: id, At: start - 100_000_000 + id));
            var f = seen.Fields;
            if (f.TryGetValue("fromId", out var from))
            {
                ids = ids.Where(trade => trade.Id >= int.Parse(from, CultureInfo.InvariantCulture));
            }
            else if (f.TryGetValue("startTime", out var since))
            {
                var a = long.Parse(since, CultureInfo.InvariantCulture);
                var b = long.Parse(f["endTime"], CultureInfo.InvariantCulture);
                Assert.True(b - a < 86_400_000);
                // The last thousand of the window: the exchange does not say which end it keeps.
                ids = ids.Where(trade => trade.At >= a && trade.At <= b).TakeLast(1000);
            }

            return new Reply(200, "[" + string.Join(',', ids.Take(1000).Select(trade => $$"""
                {"symbol":"BTCUSDT","id":{{trade.Id}},"orderId":28,"price":"4.00","qty":"12.0","quoteQty":"48.0",
                 "commission":"0.1","commissionAsset":"BNB","time":{{trade.At}},"isBuyer":true,"isMaker":false,"isBestMatch":true}
                """)) + "]");
        });
        Assert.Equal(2500, (await Exchange.GetOrderTradesAsync(Pair, "28", default)).Length);
        var all = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Exchange.GetTradesAsync(Pair, Clock.GetUtcNow() - TimeSpan.FromDays(3), cursor, default);
            all.AddRange(page.Fills.Select(fill => fill.TradeId));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 2500).Select(id => id.ToString(CultureInfo.InvariantCulture)), all);
    }

    [Fact]
    public async Task Open_orders_of_pairs_without_a_name_are_left_out_and_said()
    {
        Server.Answer("GET /api/v3/openOrders", """
            [{"symbol":"BTCUSDT","orderId":"1","clientOrderId":"web_x","price":"0.1","origQty":"1.0",
              "executedQty":"0.5","cummulativeQuoteQty":"-1.0","status":"NEWLY_INVENTED","timeInForce":"GTX",
              "type":"LIMIT","side":"BUY","time":1,"updateTime":2},
             {"symbol":"币安人生USDT","orderId":2,"clientOrderId":"y","status":"NEW","type":"LIMIT","side":"BUY"}]
            """);
        var order = Assert.Single(await Exchange.GetOpenOrdersAsync(null, default));
        Assert.Equal(ReportedStatus.PartiallyFilled, order.Status);
        Assert.Null(order.FilledQuote);
        Assert.Contains(Logs.All, line => line.Contains("币安人生USDT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_quote_is_asked_once_a_second_and_falls_back_to_the_last_price()
    {
        Server.Answer("GET /api/v3/ticker/price", """{"symbol":"BTCUSDT","price":"100.00"}""");
        var quotes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Exchange.GetQuoteAsync(Pair, default)));
        Assert.All(quotes, quote => Assert.Equal(100m, quote.Mid.Value));
        Assert.Equal(1, Server.Count("GET /api/v3/ticker/price"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Exchange.GetQuoteAsync(Pair, default);
        Assert.Equal(1, Server.Count("GET /api/v3/ticker/bookTicker"));
        Assert.Equal(2, Server.Count("GET /api/v3/ticker/price"));
    }
}

using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Bitget;

public sealed class BitgetOrderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_limit_order_rests_is_found_by_either_id_and_is_cancelled(bool isFutures)
    {
        await using var bed = await BitgetBed.OpenAsync(isFutures);
        var placed = await bed.AcceptedAsync(BitgetBed.Limit);
        Assert.Equal(ReportedStatus.Open, placed.Status);

        var byOurs = await bed.Exchange.FindOrderAsync(
            new OrderReference(BitgetBed.Pair, placed.ClientOrderId), default);
        Assert.Equal(placed.ExchangeOrderId, byOurs!.ExchangeOrderId);
        Assert.Equal(BitgetBed.Limit, byOurs.Ticket);
        Assert.Single(await bed.Exchange.GetOpenOrdersAsync(BitgetBed.Pair, default));

        var done = Assert.IsType<Cancellation.Done>(await bed.Exchange.CancelAsync(BitgetBed.Of(placed), default));
        Assert.Equal(ReportedStatus.Cancelled, done.Report.Status);
        Assert.IsType<Cancellation.NothingToCancel>(await bed.Exchange.CancelAsync(BitgetBed.Of(placed), default));
        Assert.Empty(await bed.Exchange.GetOpenOrdersAsync(null, default));
    }

    [Theory]
    [InlineData(false, OrderSide.Buy)]
    [InlineData(false, OrderSide.Sell)]
    [InlineData(true, OrderSide.Buy)]
    [InlineData(true, OrderSide.Sell)]
    public async Task A_market_order_is_answered_as_it_was_filled_and_its_trades_are_the_exchanges(
        bool isFutures, OrderSide side)
    {
        await using var bed = await BitgetBed.OpenAsync(isFutures);
        var order = await bed.AcceptedAsync(bed.Market(side));
        Assert.Equal((ReportedStatus.Filled, 0.02m), (order.Status, order.FilledQuantity.Value));
        var trade = Assert.Single(
            await bed.Exchange.GetOrderTradesAsync(BitgetBed.Pair, order.ExchangeOrderId, default));
        var booked = Assert.Single(bed.Books.Trades);
        Assert.Equal(
            (booked.Price, booked.Size, booked.Fee, booked.FeeCoin),
            (trade.Price.Value, trade.Quantity.Value, trade.FeeAmount, trade.FeeAsset.Text));
    }

    [Fact]
    public async Task A_market_buy_on_spot_is_sized_in_the_quote_asset()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        await bed.AcceptedAsync(bed.Market(OrderSide.Buy));
        Assert.Contains("\"size\":\"1000.2\"", bed.Server.Received.Single(seen => seen.Path == bed.PlacePath).Body,
            StringComparison.Ordinal);
        var instrument = await bed.Exchange.FindInstrumentAsync(BitgetBed.Pair, default);
        var quote = await bed.Exchange.GetQuoteAsync(BitgetBed.Pair, default);
        var inBase = new OrderTicket(BitgetBed.Pair, OrderSide.Buy, OrderType.Market) { Quantity = new Quantity(1) };
        Assert.Equal("MARKET_BUY_SIZE", InstrumentRules.Check(inBase, instrument!, quote, null)?.Rule);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_answer_is_unknown_and_the_order_is_found_by_its_id(bool isFutures)
    {
        await using var bed = await BitgetBed.OpenAsync(isFutures);
        bed.Server.Misbehave(bed.PlacePath, (context, act) =>
        {
            act();
            context.Abort();
            return Task.CompletedTask;
        });
        var id = bed.NewId();
        Assert.IsType<Placement.Unknown>(await bed.PlaceAsync(BitgetBed.Limit, id));
        Assert.NotNull(await bed.Exchange.FindOrderAsync(new OrderReference(BitgetBed.Pair, id), default));
        Assert.Single(bed.Books.Orders);
    }

    [Fact]
    public async Task An_order_that_never_arrived_is_in_no_list()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        Assert.Null(await bed.Exchange.FindOrderAsync(new OrderReference(BitgetBed.Pair, bed.NewId()), default));
        Assert.Equal(
            (1, 1, 1, 1),
            (bed.Server.Count("/api/v2/spot/trade/orderInfo"), bed.Server.Count("/api/v2/spot/trade/history-orders"),
                bed.Server.Count("/api/v2/spot/trade/current-plan-order"),
                bed.Server.Count("/api/v2/spot/trade/history-plan-order")));
    }

    [Fact]
    public async Task An_id_that_is_open_leads_to_its_order_and_one_that_has_filled_would_be_a_second_order()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        var id = bed.NewId();
        var first = Assert.IsType<Placement.Accepted>(await bed.PlaceAsync(BitgetBed.Limit, id));
        var again = Assert.IsType<Placement.Accepted>(await bed.PlaceAsync(BitgetBed.Limit, id));
        Assert.Equal(first.Report.ExchangeOrderId, again.Report.ExchangeOrderId);
        bed.Books.Fill(bed.Books.Orders[0], 0.01m, 49_000m, bed.Server.Now);
        await bed.PlaceAsync(BitgetBed.Limit, id);
        // Why the policy is never to send again.
        Assert.Equal(2, bed.Books.Orders.Count);
        Assert.Equal(
            Exchanges.ResubmitPolicy.Never, Exchanges.Bitget.BitgetConnectors.ResubmitPolicy);
    }

    [Theory]
    [InlineData(400, "43012", ExchangeErrorKind.InsufficientBalance)]
    [InlineData(400, "40009", ExchangeErrorKind.CredentialsInvalid)]
    [InlineData(400, "45110", ExchangeErrorKind.InstrumentRule)]
    [InlineData(400, "40017", ExchangeErrorKind.InvalidRequest)]
    [InlineData(400, "40008", ExchangeErrorKind.ClockSkew)]
    [InlineData(200, "43012", ExchangeErrorKind.InsufficientBalance)]
    [InlineData(429, "429", ExchangeErrorKind.RateLimited)]
    [InlineData(418, "418", ExchangeErrorKind.Banned)]
    public async Task What_proves_that_an_order_is_not_there_is_a_rejection(
        int status, string code, ExchangeErrorKind kind)
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        bed.Server.Fail(bed.PlacePath, status, code);
        var rejected = Assert.IsType<Placement.Rejected>(await bed.PlaceAsync(BitgetBed.Limit));
        Assert.Equal((kind, code), (rejected.Error.Kind, rejected.Error.Code));
    }

    [Theory]
    [InlineData(500, "00000")]
    [InlineData(503, "43012")]
    [InlineData(400, "40010")]
    [InlineData(400, "40015")]
    [InlineData(400, "40725")]
    [InlineData(400, "45001")]
    [InlineData(400, "50031")]
    [InlineData(400, "80002")]
    [InlineData(400, "99999")]
    [InlineData(200, "99999")]
    public async Task What_proves_nothing_is_unknown(int status, string code)
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        bed.Server.Fail(bed.PlacePath, status, code);
        Assert.IsType<Placement.Unknown>(await bed.PlaceAsync(BitgetBed.Limit));
    }

    [Fact]
    public async Task A_signed_order_is_sent_once()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        using var turn = await bed.Exchange.WaitToSendAsync(default);
        var signed = await bed.Exchange.SignAsync(bed.NewId(), BitgetBed.Limit, default);
        await bed.Exchange.PlaceAsync(signed, default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bed.Exchange.PlaceAsync(signed, default));
        Assert.Single(bed.Books.Orders);
    }

    [Theory]
    [InlineData(false, OrderType.Limit, 3 + 10 + 5)]
    [InlineData(false, OrderType.StopLoss, 30 + 10 + 5)]
    [InlineData(true, OrderType.Limit, 30 + 10 + 5)]
    public async Task The_fence_is_the_window_that_the_call_has(bool isFutures, OrderType type, int seconds)
    {
        await using var bed = await BitgetBed.OpenAsync(isFutures);
        using var turn = await bed.Exchange.WaitToSendAsync(default);
        var ticket = type == OrderType.Limit ? BitgetBed.Limit : BitgetBed.Stop;
        var before = TimeProvider.System.GetUtcNow();
        var signed = await bed.Exchange.SignAsync(bed.NewId(), ticket, default);
        var fence = signed.AcceptableUntil - before;
        Assert.InRange(fence.TotalSeconds, seconds, seconds + 2);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_set_and_orders_pass()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        bed.Server.Skew = TimeSpan.FromMinutes(-3);
        await bed.AcceptedAsync(BitgetBed.Limit);
    }

    [Fact]
    public async Task An_account_in_hedge_mode_is_refused_and_told_why()
    {
        await using var bed = await BitgetBed.OpenAsync(true);
        bed.Server.PositionMode = "hedge_mode";
        var refused = await Assert.ThrowsAsync<ExchangeException>(() => bed.Exchange.GetAccountAsync(default));
        Assert.Equal("HEDGE_MODE", refused.Error.Code);
        await Assert.ThrowsAsync<ExchangeException>(() => bed.PlaceAsync(BitgetBed.Limit));
        Assert.Empty(bed.Books.Orders);
    }

    [Fact]
    public async Task A_demo_account_says_so_in_each_call_and_a_real_one_never()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        await bed.Exchange.GetAccountAsync(default);
        Assert.DoesNotContain(bed.Server.Received, seen => seen.Headers.ContainsKey("paptrading"));
        await bed.Connect(TradingMode.Sandbox).GetAccountAsync(default);
        Assert.Equal("1", bed.Server.Received.Last().Headers["paptrading"]);
    }

    [Fact]
    public async Task A_key_says_what_it_may_do_and_a_word_that_is_new_says_nothing()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        var may = await bed.Exchange.FindKeyPermissionsAsync(default);
        Assert.Equal(new KeyPermissions(true, true, false, true, null), may);
        bed.Server.Misbehave("/api/v2/spot/account/info", (context, _) => BitgetServer.WriteAsync(context, 200,
            BitgetServer.Ok(System.Text.Json.Nodes.JsonNode.Parse("""{"authorities":["stow","wwow"],"ips":""}"""))));
        Assert.True((await bed.Exchange.FindKeyPermissionsAsync(default))!.CanWithdraw);
        bed.Server.Misbehave("/api/v2/spot/account/info", (context, _) => BitgetServer.WriteAsync(context, 200,
            BitgetServer.Ok(System.Text.Json.Nodes.JsonNode.Parse("""{"authorities":["stow","novel"]}"""))));
        Assert.Null(await bed.Exchange.FindKeyPermissionsAsync(default));
    }

    [Fact]
    public async Task A_burst_of_orders_and_cancels_is_never_told_that_it_is_too_many()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        var placed = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => bed.AcceptedAsync(BitgetBed.Limit)));
        await Task.WhenAll(placed.Take(15).Select(order => bed.Exchange.CancelAsync(BitgetBed.Of(order), default)));
        Assert.Equal(0, bed.Server.TooMany);
        Assert.Equal(40, bed.Books.Orders.Count);
    }

    [Fact]
    public async Task A_ban_stops_all_traffic_to_the_address()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        bed.Server.Fail(bed.PlacePath, 418, "418");
        await bed.PlaceAsync(BitgetBed.Limit);
        var sent = bed.Server.Received.Count;
        var refused = await Assert.ThrowsAsync<ExchangeException>(() => bed.Exchange.GetAccountAsync(default));
        Assert.Equal(ExchangeErrorKind.Banned, refused.Error.Kind);
        Assert.Equal(sent, bed.Server.Received.Count);
    }
}

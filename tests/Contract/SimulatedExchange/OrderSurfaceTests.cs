namespace TradingPlatform.Contract.Simulated;

public sealed class OrderSurfaceTests : IAsyncLifetime
{
    private Venue _venue = null!;

    private Trader Trader => _venue.Trader;

    public async Task InitializeAsync() => _venue = await Venue.StartAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task A_limit_order_below_the_market_rests_and_locks_its_money()
    {
        var placed = (await Trader.LimitAsync("BUY", 0.5m, 50_000m, "&newClientOrderId=mine-1")).MustSucceed().Json;
        Assert.Equal("NEW", placed.Text("status"));
        Assert.Equal("0.50000000", placed.Text("origQty"));
        Assert.Equal("mine-1", placed.Text("clientOrderId"));
        Assert.Equal(0, placed.GetProperty("fills").GetArrayLength());
        Assert.Equal((75_000m, 25_000m), await Trader.BalanceAsync("USDT"));
        var queried = (await Trader.GetAsync("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine-1")).MustSucceed();
        Assert.Equal(placed.Long("orderId"), queried.Json.Long("orderId"));
    }

    [Fact]
    public async Task A_market_order_fills_level_by_level_and_pays_commission_in_what_it_receives()
    {
        var placed = (await Trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1")).MustSucceed().Json;
        Assert.Equal("FILLED", placed.Text("status"));
        var quote = placed.Decimal("cummulativeQuoteQty");
        var fills = placed.GetProperty("fills").EnumerateArray().ToArray();
        Assert.Equal(quote, fills.Sum(fill => fill.Decimal("price") * fill.Decimal("qty")));
        Assert.All(fills, fill => Assert.Equal("USDT", fill.Text("commissionAsset")));
        var commission = fills.Sum(fill => fill.Decimal("commission"));
        Assert.Equal((100_000m + quote - commission, 0m), await Trader.BalanceAsync("USDT"));
        Assert.Equal((0m, 0m), await Trader.BalanceAsync("BTC"));
    }

    [Fact]
    public async Task A_limit_order_larger_than_the_level_fills_in_part_and_the_rest_follows_when_liquidity_returns()
    {
        var rich = await _venue.AddTraderAsync("""{"balances":{"USDT":"1000000"}}""");
        var placed = (await rich.LimitAsync("BUY", 4m, 60_000.01m)).MustSucceed().Json;
        Assert.Equal("PARTIALLY_FILLED", placed.Text("status"));
        Assert.InRange(placed.Decimal("executedQty"), 1m, 2m);
        _venue.Clock.Advance(TimeSpan.FromSeconds(10));
        var later = (await rich.GetAsync("/api/v3/order", $"symbol=BTCUSDT&orderId={placed.Long("orderId")}")).Json;
        Assert.Equal("FILLED", later.Text("status"));
        var trades = (await rich.GetAsync("/api/v3/myTrades", "symbol=BTCUSDT")).Json.EnumerateArray().ToArray();
        Assert.Equal(4m, trades.Sum(trade => trade.Decimal("qty")));
        Assert.Contains(trades, trade => trade.GetProperty("isMaker").GetBoolean());
    }

    [Fact]
    public async Task A_resting_order_fills_when_the_price_touches_it()
    {
        await Trader.LimitAsync("BUY", 0.5m, 59_000m, "&newClientOrderId=rest");
        await _venue.MovePriceAsync("BTCUSDT", 59_500m);
        Assert.Equal("NEW", await StatusAsync("rest"));
        await _venue.MovePriceAsync("BTCUSDT", 59_000m);
        Assert.Equal("FILLED", await StatusAsync("rest"));
        Assert.Equal((1.4995m, 0m), await Trader.BalanceAsync("BTC"));
    }

    [Fact]
    public async Task A_client_order_id_is_unique_among_open_orders_only()
    {
        await Trader.LimitAsync("BUY", 0.1m, 50_000m, "&newClientOrderId=same");
        (await Trader.LimitAsync("BUY", 0.1m, 50_000m, "&newClientOrderId=same"))
            .MustBeRefused(-2010, "Duplicate order sent.");
        await _venue.MovePriceAsync("BTCUSDT", 49_000m);
        var second = (await Trader.LimitAsync("BUY", 0.1m, 40_000m, "&newClientOrderId=same")).MustSucceed().Json;
        var found = (await Trader.GetAsync("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=same")).Json;
        Assert.Equal(second.Long("orderId"), found.Long("orderId"));
        Assert.Equal(2, (await Trader.GetAsync("/api/v3/allOrders", "symbol=BTCUSDT")).Json.GetArrayLength());
    }

    [Fact]
    public async Task A_market_order_by_value_spends_no_more_than_the_value()
    {
        var placed = (await Trader.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=1000")).MustSucceed();
        Assert.Equal("FILLED", placed.Json.Text("status"));
        Assert.InRange(placed.Json.Decimal("cummulativeQuoteQty"), 999m, 1000m);
        Assert.Equal("1000.00000000", placed.Json.Text("origQuoteOrderQty"));
    }

    [Theory]
    [InlineData("SELL", "STOP_LOSS", 59_000, 58_900, "FILLED")]
    [InlineData("SELL", "TAKE_PROFIT", 61_000, 61_100, "FILLED")]
    [InlineData("BUY", "STOP_LOSS", 61_000, 61_100, "FILLED")]
    [InlineData("BUY", "TAKE_PROFIT", 59_000, 58_900, "FILLED")]
    public async Task A_stop_waits_for_its_price_and_then_trades(
        string side, string type, decimal stopPrice, decimal moved, string status)
    {
        var placed = (await Trader.PlaceAsync(
            $"symbol=BTCUSDT&side={side}&type={type}&quantity=0.1&stopPrice={stopPrice}&newClientOrderId=stop"))
            .MustSucceed().Json;
        Assert.False(placed.TryGetProperty("status", out _), "A stop order answers ACK by default.");
        Assert.Equal("NEW", await StatusAsync("stop"));
        await _venue.MovePriceAsync("BTCUSDT", moved);
        Assert.Equal(status, await StatusAsync("stop"));
        Assert.Equal(0m, (await Trader.BalanceAsync("USDT")).Locked + (await Trader.BalanceAsync("BTC")).Locked);
    }

    [Fact]
    public async Task A_trailing_stop_follows_the_price_up_and_sells_on_the_way_back()
    {
        await Trader.PlaceAsync(
            "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.1&trailingDelta=100&newClientOrderId=trail");
        await _venue.MovePriceAsync("BTCUSDT", 62_000m);
        await _venue.MovePriceAsync("BTCUSDT", 61_500m);
        Assert.Equal("NEW", await StatusAsync("trail"));
        await _venue.MovePriceAsync("BTCUSDT", 61_300m);
        Assert.Equal("FILLED", await StatusAsync("trail"));
    }

    [Fact]
    public async Task A_stop_on_the_wrong_side_of_the_price_is_refused()
    {
        (await Trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.1&stopPrice=61000"))
            .MustBeRefused(-2010, "Order would trigger immediately.");
        (await Trader.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=0.1&price=61000"))
            .MustBeRefused(-2010, "Order would immediately match and take.");
    }

    [Fact]
    public async Task Immediate_and_all_or_nothing_orders_never_rest()
    {
        var cancelled = (await Trader.PlaceAsync(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.1&price=50000")).MustSucceed().Json;
        Assert.Equal("EXPIRED", cancelled.Text("status"));
        var rich = await _venue.AddTraderAsync("""{"balances":{"USDT":"1000000"}}""");
        var killed = (await rich.PlaceAsync(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=FOK&quantity=5&price=60000.01")).MustSucceed().Json;
        Assert.Equal(("EXPIRED", "0.00000000"), (killed.Text("status"), killed.Text("executedQty")));
        Assert.Equal((1_000_000m, 0m), await rich.BalanceAsync("USDT"));
    }

    [Fact]
    public async Task A_cancel_frees_the_money_and_a_second_one_is_refused()
    {
        await Trader.LimitAsync("SELL", 1m, 70_000m, "&newClientOrderId=gone");
        Assert.Equal((0m, 1m), await Trader.BalanceAsync("BTC"));
        var cancelled = (await Trader.DeleteAsync("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=gone"))
            .MustSucceed().Json;
        Assert.Equal(("CANCELED", "gone"), (cancelled.Text("status"), cancelled.Text("origClientOrderId")));
        Assert.Equal((1m, 0m), await Trader.BalanceAsync("BTC"));
        (await Trader.DeleteAsync("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=gone"))
            .MustBeRefused(-2011, "Unknown order sent.");
        (await Trader.GetAsync("/api/v3/order", "symbol=BTCUSDT&orderId=999"))
            .MustBeRefused(-2013, "Order does not exist.");
    }

    [Fact]
    public async Task An_order_that_the_account_cannot_pay_is_refused_and_changes_nothing()
    {
        (await Trader.LimitAsync("BUY", 2m, 59_000m))
            .MustBeRefused(-2010, "Account has insufficient balance for requested action.");
        (await Trader.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=2"))
            .MustBeRefused(-2010, "Account has insufficient balance for requested action.");
        Assert.Equal((100_000m, 0m), await Trader.BalanceAsync("USDT"));
        Assert.Equal(0, (await Trader.GetAsync("/api/v3/allOrders", "symbol=BTCUSDT")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Amending_makes_an_order_smaller_and_frees_the_difference()
    {
        var placed = (await Trader.LimitAsync("BUY", 1m, 50_000m)).Json;
        var target = $"symbol=BTCUSDT&orderId={placed.Long("orderId")}&newQty=0.4";
        var amended = (await Trader.SignedAsync(HttpMethod.Put, "/api/v3/order/amend/keepPriority", target))
            .MustSucceed().Json;
        Assert.Equal("0.40000000", amended.GetProperty("amendedOrder").Text("origQty"));
        Assert.Equal((80_000m, 20_000m), await Trader.BalanceAsync("USDT"));
        var again = await Trader.SignedAsync(HttpMethod.Put, "/api/v3/order/amend/keepPriority", target);
        Assert.Equal(400, again.Status);
    }

    [Fact]
    public async Task Trades_are_paged_by_id_without_a_gap_or_a_repeat()
    {
        for (var i = 0; i < 5; i++)
        {
            (await Trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01")).MustSucceed();
        }

        var ids = new List<long>();
        long from = 0;
        while (true)
        {
            var page = (await Trader.GetAsync("/api/v3/myTrades", $"symbol=BTCUSDT&fromId={from}&limit=2")).Json;
            ids.AddRange(page.EnumerateArray().Select(trade => trade.Long("id")));
            if (page.GetArrayLength() < 2)
            {
                break;
            }

            from = ids[^1] + 1;
        }

        Assert.Equal(5, ids.Count);
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    private async Task<string> StatusAsync(string clientId) =>
        (await Trader.GetAsync("/api/v3/order", $"symbol=BTCUSDT&origClientOrderId={clientId}"))
            .MustSucceed().Json.Text("status");
}

namespace TradingPlatform.Contract.Simulated;

public sealed class LinkedOrderTests : IAsyncLifetime
{
    private const string Pair = "symbol=BTCUSDT&side=SELL&quantity=0.5&aboveType=LIMIT_MAKER&abovePrice=62000"
        + "&belowType=STOP_LOSS_LIMIT&belowStopPrice=59000&belowPrice=58000&belowTimeInForce=GTC"
        + "&listClientOrderId=pair&aboveClientOrderId=up&belowClientOrderId=down";

    private Venue _venue = null!;

    private Trader Trader => _venue.Trader;

    public async Task InitializeAsync() => _venue = await Venue.StartAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task The_leg_that_trades_expires_the_other()
    {
        var placed = (await PlacePairAsync(Pair)).MustSucceed().Json;
        Assert.Equal("EXECUTING", placed.Text("listOrderStatus"));
        Assert.Equal((0.5m, 0.5m), await Trader.BalanceAsync("BTC"));
        Assert.Equal(1, (await Trader.GetAsync("/api/v3/openOrderList")).Json.GetArrayLength());
        await _venue.MovePriceAsync("BTCUSDT", 62_500m);
        Assert.Equal(("FILLED", "EXPIRED"), (await StatusAsync("up"), await StatusAsync("down")));
        var list = (await Trader.GetAsync("/api/v3/orderList", "origClientOrderId=pair")).MustSucceed().Json;
        Assert.Equal("ALL_DONE", list.Text("listOrderStatus"));
        Assert.Equal((0.5m, 0m), await Trader.BalanceAsync("BTC"));
    }

    [Fact]
    public async Task The_stop_leg_trades_when_the_price_falls()
    {
        (await PlacePairAsync(Pair)).MustSucceed();
        await _venue.MovePriceAsync("BTCUSDT", 58_900m);
        Assert.Equal(("EXPIRED", "FILLED"), (await StatusAsync("up"), await StatusAsync("down")));
    }

    [Fact]
    public async Task A_pair_is_cancelled_whole()
    {
        var placed = (await PlacePairAsync(Pair)).MustSucceed().Json;
        var cancelled = (await Trader.DeleteAsync(
            "/api/v3/orderList", $"symbol=BTCUSDT&orderListId={placed.Long("orderListId")}")).MustSucceed().Json;
        Assert.Equal("ALL_DONE", cancelled.Text("listStatusType"));
        Assert.Equal(2, cancelled.GetProperty("orderReports").GetArrayLength());
        Assert.Equal((1m, 0m), await Trader.BalanceAsync("BTC"));
    }

    [Theory]
    [InlineData("abovePrice=62000", "abovePrice=59500", -2010)]
    [InlineData("belowStopPrice=59000", "belowStopPrice=61000", -2010)]
    [InlineData("aboveType=LIMIT_MAKER&abovePrice=62000", "aboveType=STOP_LOSS&aboveStopPrice=62000", -1197)]
    [InlineData("quantity=0.5", "quantity=5", -2010)]
    public async Task A_pair_that_cannot_be_is_refused_whole(string part, string wrong, int code)
    {
        Assert.Equal(code, (await PlacePairAsync(Pair.Replace(part, wrong, StringComparison.Ordinal))).Code);
        Assert.Equal((1m, 0m), await Trader.BalanceAsync("BTC"));
    }

    [Fact]
    public async Task Cancel_and_replace_succeed_together()
    {
        await Trader.LimitAsync("BUY", 1m, 50_000m, "&newClientOrderId=old");
        var replaced = (await ReplaceAsync("old", "STOP_ON_FAILURE", "quantity=1&price=51000")).MustSucceed().Json;
        Assert.Equal("CANCELED", replaced.GetProperty("cancelResponse").Text("status"));
        Assert.Equal("NEW", replaced.GetProperty("newOrderResponse").Text("status"));
        Assert.Equal((49_000m, 51_000m), await Trader.BalanceAsync("USDT"));
    }

    [Fact]
    public async Task A_replacement_whose_cancel_fails_is_attempted_only_when_allowed()
    {
        var stopped = await ReplaceAsync("none", "STOP_ON_FAILURE", "quantity=1&price=50000");
        stopped.MustBeRefused(-2022, "Order cancel-replace failed.");
        Assert.Equal("NOT_ATTEMPTED", stopped.Json.GetProperty("data").Text("newOrderResult"));
        var allowed = await ReplaceAsync("none", "ALLOW_FAILURE", "quantity=1&price=50000");
        allowed.MustBeRefused(-2021, "Order cancel-replace partially failed.", 409);
        Assert.Equal("SUCCESS", allowed.Json.GetProperty("data").Text("newOrderResult"));
        var neither = await ReplaceAsync("none", "ALLOW_FAILURE", "quantity=9&price=50000");
        neither.MustBeRefused(-2022, "Order cancel-replace failed.");
    }

    [Fact]
    public async Task A_cancel_stands_though_its_replacement_is_refused()
    {
        await Trader.LimitAsync("BUY", 1m, 50_000m, "&newClientOrderId=old");
        var answer = await ReplaceAsync("old", "STOP_ON_FAILURE", "quantity=9&price=50000");
        answer.MustBeRefused(-2021, "Order cancel-replace partially failed.", 409);
        Assert.Equal(-2010, answer.Json.GetProperty("data").GetProperty("newOrderResponse").Long("code"));
        Assert.Equal((100_000m, 0m), await Trader.BalanceAsync("USDT"));
    }

    [Fact]
    public async Task Cancelling_all_takes_single_orders_and_pairs()
    {
        await Trader.LimitAsync("BUY", 1m, 50_000m);
        await PlacePairAsync(Pair);
        var cancelled = (await Trader.DeleteAsync("/api/v3/openOrders", "symbol=BTCUSDT")).MustSucceed().Json;
        Assert.Equal(2, cancelled.GetArrayLength());
        Assert.Equal(0, (await Trader.GetAsync("/api/v3/openOrders")).Json.GetArrayLength());
        (await Trader.DeleteAsync("/api/v3/openOrders", "symbol=BTCUSDT"))
            .MustBeRefused(-2011, "Unknown order sent.");
    }

    private Task<Answer> PlacePairAsync(string parameters) =>
        Trader.SignedAsync(HttpMethod.Post, "/api/v3/orderList/oco", parameters);

    private Task<Answer> ReplaceAsync(string old, string mode, string amounts) => Trader.SignedAsync(
        HttpMethod.Post,
        "/api/v3/order/cancelReplace",
        $"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&cancelReplaceMode={mode}&cancelOrigClientOrderId={old}"
        + "&" + amounts);

    private async Task<string> StatusAsync(string clientId) =>
        (await Trader.GetAsync("/api/v3/order", $"symbol=BTCUSDT&origClientOrderId={clientId}"))
            .MustSucceed().Json.Text("status");
}

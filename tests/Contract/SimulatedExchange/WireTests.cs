using System.Globalization;
using TradingPlatform.Embedded.SimulatedExchange;

namespace TradingPlatform.Contract.Simulated;

public sealed class WireTests : IAsyncLifetime
{
    private const string Limit = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=50000";
    private Venue _venue = null!;

    private Trader Trader => _venue.Trader;

    public async Task InitializeAsync() => _venue = await Venue.StartAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task The_signature_covers_query_and_body_as_sent()
    {
        var query = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC";
        var body = $"quantity=0.1&price=50000&recvWindow=5000&timestamp={Trader.Now}";
        var signature = Trader.Sign(query + body);
        (await Trader.SendAsync(HttpMethod.Post, "/api/v3/order?" + query, body + "&signature=" + signature))
            .MustSucceed();
        var whole = $"{Limit}&timestamp={Trader.Now}";
        (await Trader.SendAsync(HttpMethod.Post, $"/api/v3/order?{whole}&signature={Trader.Sign(whole)}", null))
            .MustSucceed();
        var first = $"signature={Trader.Sign(whole)}&{whole}";
        (await Trader.SendAsync(HttpMethod.Post, "/api/v3/order", first)).MustSucceed();
    }

    [Fact]
    public async Task A_wrong_key_signature_or_time_is_refused_with_its_own_code()
    {
        var whole = $"{Limit}&timestamp={Trader.Now}";
        (await Trader.SendAsync(HttpMethod.Post, "/api/v3/order", whole + "&signature=" + new string('0', 64)))
            .MustBeRefused(-1022, "Signature for this request is not valid.");
        (await Trader.SendAsync(HttpMethod.Post, "/api/v3/order", whole)).MustBeRefused(
            -1102, "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.");
        (await Trader.SendAsync(HttpMethod.Post, "/api/v3/order", whole, withKey: false))
            .MustBeRefused(-2014, "API-key format invalid.", 401);
        using var stranger = new Trader(_venue.Url, _venue.Clock, "nobody", "nothing");
        (await stranger.GetAsync("/api/v3/account"))
            .MustBeRefused(-2015, "Invalid API-key, IP, or permissions for action.", 401);
        Assert.Equal(0, (await Trader.GetAsync("/api/v3/openOrders")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    [InlineData(-5000, true)]
    [InlineData(-5001, false)]
    public async Task A_timestamp_is_taken_up_to_a_second_ahead_and_as_old_as_its_window(int offset, bool isTaken)
    {
        var answer = await Trader.SignedAsync(
            HttpMethod.Get, "/api/v3/account", string.Empty, timestamp: Trader.Now + offset);
        Assert.Equal(isTaken ? 200 : 400, answer.Status);
        Assert.True(isTaken || answer.Code == -1021);
    }

    [Fact]
    public async Task An_order_that_was_held_up_beyond_its_window_is_not_taken()
    {
        await _venue.FaultAsync("order.place", "delay", more: ",\"delayMs\":6000");
        var pending = Trader.PlaceAsync(Limit);
        while (!pending.IsCompleted)
        {
            _venue.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(-1021, (await pending).Code);
        Assert.Equal(0, (await Trader.GetAsync("/api/v3/allOrders", "symbol=BTCUSDT")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("symbol=NOPE&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=50000", -1121)]
    [InlineData("symbol=BTCUSDT&side=HOLD&type=LIMIT&timeInForce=GTC&quantity=0.1&price=50000", -1117)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=NOPE&quantity=0.1", -1116)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=0.1&price=50000", -1115)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.1&price=50000", -1102)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=abc&price=50000", -1100)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.123456789&price=50000", -1111)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=&price=50000", -1105)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1&price=50000", -1106)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=50000&odd=1", -1104)]
    [InlineData("symbol=BTCUSDT&side=BUY&side=BUY&type=MARKET&quantity=0.1", -1101)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0&price=50000", -1013)]
    [InlineData("symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.1", -1102)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1&newClientOrderId=a%20b", -1100)]
    public async Task A_malformed_order_is_refused_by_its_first_fault(string parameters, int code) =>
        Assert.Equal(code, (await Trader.PlaceAsync(parameters)).Code);

    [Theory]
    [InlineData("price=50000.001&quantity=0.1", "PRICE_FILTER")]
    [InlineData("price=2000000&quantity=0.1", "PRICE_FILTER")]
    [InlineData("price=400000&quantity=0.1", "PERCENT_PRICE_BY_SIDE")]
    [InlineData("price=10000&quantity=0.1", "PERCENT_PRICE_BY_SIDE")]
    [InlineData("price=50000&quantity=0.100001", "LOT_SIZE")]
    [InlineData("price=50000&quantity=10000", "LOT_SIZE")]
    [InlineData("price=50000&quantity=0.00001", "NOTIONAL")]
    [InlineData("price=50000&quantity=1&icebergQty=0.01", "ICEBERG_PARTS")]
    public async Task A_limit_order_that_breaks_a_filter_is_refused(string amounts, string filter) =>
        (await Trader.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&" + amounts))
            .MustBeRefused(-1013, "Filter failure: " + filter);

    [Fact]
    public async Task The_other_filters_refuse_too()
    {
        await using var venue = await Venue.StartAsync(options => options with
        {
            Symbols =
            [
                DefaultSymbols.All[0] with
                {
                    Filters = DefaultSymbols.All[0].Filters with
                    {
                        MaxOrders = 2, MaxAlgoOrders = 1, MaxPosition = 1.5m, LegacyMinNotional = 20m,
                        MaxMarketQuantity = 0.5m,
                    },
                },
            ],
        });
        var trader = venue.Trader;
        const string Stop = "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.01&stopPrice=50000";
        (await trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.6"))
            .MustBeRefused(-1013, "Filter failure: MARKET_LOT_SIZE");
        (await trader.LimitAsync("BUY", 0.0002m, 50_000m)).MustBeRefused(-1013, "Filter failure: MIN_NOTIONAL");
        (await trader.LimitAsync("BUY", 0.6m, 50_000m)).MustBeRefused(-2010, "Filter failure: MAX_POSITION");
        (await trader.PlaceAsync(
            "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.01&trailingDelta=1"))
            .MustBeRefused(-1013, "Filter failure: TRAILING_DELTA");
        (await trader.PlaceAsync(Stop)).MustSucceed();
        (await trader.PlaceAsync(Stop)).MustBeRefused(-1013, "Filter failure: MAX_NUM_ALGO_ORDERS");
        (await trader.LimitAsync("BUY", 0.01m, 50_000m)).MustSucceed();
        (await trader.LimitAsync("BUY", 0.01m, 50_000m)).MustBeRefused(-1013, "Filter failure: MAX_NUM_ORDERS");
    }

    [Fact]
    public async Task A_halted_market_takes_cancels_and_no_orders()
    {
        await Trader.LimitAsync("BUY", 0.1m, 50_000m, "&newClientOrderId=open");
        (await Trader.SimAsync("/sim/status", """{"symbol":"BTCUSDT","status":"HALT"}""")).MustSucceed();
        (await Trader.PlaceAsync(Limit)).MustBeRefused(-1013, "Market is closed.");
        (await Trader.DeleteAsync("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=open")).MustSucceed();
    }

    [Fact]
    public async Task Queries_cost_weight_and_orders_do_not()
    {
        async Task<int> UsedAsync(Task<Answer> call) =>
            int.Parse((await call).Headers["X-MBX-USED-WEIGHT-1M"], CultureInfo.InvariantCulture);
        var before = await UsedAsync(Trader.GetAsync("/api/v3/account"));
        Assert.Equal(before, await UsedAsync(Trader.PlaceAsync(Limit)));
        Assert.Equal(before + 4, await UsedAsync(Trader.GetAsync("/api/v3/order", "symbol=BTCUSDT&orderId=1")));
        Assert.Equal(before + 84, await UsedAsync(Trader.GetAsync("/api/v3/openOrders")));
        Assert.Equal(before + 90, await UsedAsync(Trader.GetAsync("/api/v3/openOrders", "symbol=BTCUSDT")));
        _venue.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(20, await UsedAsync(Trader.GetAsync("/api/v3/account")));
    }

    [Fact]
    public async Task Too_much_weight_is_refused_until_the_minute_ends_and_banned_for_going_on()
    {
        await using var venue = await Venue.StartAsync(options => options with
        {
            Limits = new SimulatedLimits { WeightPerMinute = 40, IgnoredRefusalsBeforeBan = 2 },
        });
        var trader = venue.Trader;
        (await trader.GetAsync("/api/v3/account")).MustSucceed();
        (await trader.GetAsync("/api/v3/account")).MustSucceed();
        var refused = await trader.GetAsync("/api/v3/account");
        Assert.Equal((429, -1003, "60"), (refused.Status, refused.Code, refused.Headers["Retry-After"]));
        Assert.Equal(429, (await trader.PlaceAsync(Limit)).Status);
        var banned = await trader.GetAsync("/api/v3/account");
        Assert.Equal((418, "120"), (banned.Status, banned.Headers["Retry-After"]));
        venue.Clock.Advance(TimeSpan.FromSeconds(121));
        (await trader.GetAsync("/api/v3/account")).MustSucceed();
    }

    [Fact]
    public async Task The_order_rate_counts_unfilled_orders_and_a_fill_gives_its_place_back()
    {
        await using var venue = await Venue.StartAsync(options => options with
        {
            Limits = new SimulatedLimits { OrdersPerTenSeconds = 2 },
        });
        var trader = venue.Trader;
        var first = (await trader.PlaceAsync(Limit)).MustSucceed();
        Assert.Equal("1", first.Headers["X-MBX-ORDER-COUNT-10S"]);
        for (var i = 0; i < 3; i++)
        {
            var filled = await trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01");
            Assert.Equal("1", filled.MustSucceed().Headers["X-MBX-ORDER-COUNT-10S"]);
        }

        (await trader.PlaceAsync(Limit)).MustSucceed();
        (await trader.PlaceAsync(Limit)).MustBeRefused(
            -1015, "Too many new orders; current limit is 2 orders per 10 SECOND.", 429);
        venue.Clock.Advance(TimeSpan.FromSeconds(10));
        (await trader.PlaceAsync(Limit)).MustSucceed();
    }

    [Fact]
    public async Task A_testnet_has_no_restrictions_to_ask_for()
    {
        var restrictions = (await Trader.GetAsync("/sapi/v1/account/apiRestrictions")).MustSucceed().Json;
        Assert.True(restrictions.GetProperty("enableSpotAndMarginTrading").GetBoolean());
        await using var testnet = await Venue.StartAsync(options => options with { Testnet = true });
        Assert.Equal(404, (await testnet.Trader.GetAsync("/sapi/v1/account/apiRestrictions")).Status);
    }

    [Fact]
    public async Task A_key_that_may_only_read_places_nothing()
    {
        var reader = await _venue.AddTraderAsync("""{"permissions":{"enableSpotAndMarginTrading":false}}""");
        (await reader.GetAsync("/api/v3/account")).MustSucceed();
        Assert.Equal(401, (await reader.PlaceAsync(Limit)).Status);
    }
}

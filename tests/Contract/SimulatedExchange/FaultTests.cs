namespace TradingPlatform.Contract.Simulated;

public sealed class FaultTests : IAsyncLifetime
{
    private const string Order =
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=50000&newClientOrderId=lost";

    private Venue _venue = null!;

    public async Task InitializeAsync() => _venue = await Venue.StartAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Theory]
    [InlineData("drop-before", false)]
    [InlineData("drop-after", true)]
    public async Task A_dropped_call_gives_no_answer(string kind, bool isPlaced)
    {
        await _venue.FaultAsync("order.place", kind);
        await Assert.ThrowsAsync<HttpRequestException>(() => _venue.Trader.PlaceAsync(Order));
        Assert.Equal(isPlaced ? 1 : 0, await OrdersAsync());
    }

    [Theory]
    [InlineData("status-504-after", 504, true)]
    [InlineData("error-1007-after", 408, true)]
    [InlineData("html-after", 200, true)]
    [InlineData("status-503-before", 503, false)]
    [InlineData("429", 429, false)]
    [InlineData("418", 418, false)]
    public async Task A_faulty_answer_is_what_was_planned_and_the_next_one_is_right(
        string kind, int status, bool isPlaced)
    {
        await _venue.FaultAsync("order.place", kind, more: ",\"retryAfter\":7");
        var answer = await _venue.Trader.PlaceAsync(Order);
        Assert.Equal(status, answer.Status);
        Assert.Equal(isPlaced ? 1 : 0, await OrdersAsync());
        if (status is 429 or 418)
        {
            Assert.Equal("7", answer.Headers["Retry-After"]);
        }

        (await _venue.Trader.PlaceAsync(Order.Replace("lost", "next", StringComparison.Ordinal))).MustSucceed();
    }

    [Fact]
    public async Task A_fault_happens_as_often_as_it_was_planned_and_to_its_operation_alone()
    {
        await _venue.FaultAsync("order.query", "status-503-before", count: 2);
        (await _venue.Trader.PlaceAsync(Order)).MustSucceed();
        for (var i = 0; i < 3; i++)
        {
            var found = await _venue.Trader.GetAsync("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=lost");
            Assert.Equal(i < 2 ? 503 : 200, found.Status);
        }
    }

    [Fact]
    public async Task The_clock_can_be_made_wrong()
    {
        (await _venue.Trader.SimAsync("/sim/clock", """{"skewMs":30000}""")).MustSucceed();
        Assert.Equal(-1021, (await _venue.Trader.PlaceAsync(Order)).Code);
        Assert.Equal(
            _venue.Trader.Now + 30_000,
            (await _venue.Trader.SendAsync(HttpMethod.Get, "/api/v3/time", null)).Json.Long("serverTime"));
    }

    private async Task<int> OrdersAsync() =>
        (await _venue.Trader.SendAsync(HttpMethod.Get, "/sim/orders?apiKey=" + _venue.Trader.ApiKey, null))
            .MustSucceed().Json.GetArrayLength();
}

using System.Globalization;
using System.Text.Json;
using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Exchanges;

/// <summary>Fills are heard over the account's own stream, and found where it does not tell.</summary>
public sealed class StreamTests() : PlatformSuite(null)
{
    private const int Orders = 10;

    private readonly List<string> _placed = [];

    [Fact]
    public async Task A_fill_is_recorded_by_the_stream_that_tells_of_it()
    {
        var tenant = await FollowedAsync();
        await PlaceAsync(tenant, 1);
        await Venue.MovePriceAsync("BTCUSDT", Price(0));
        await AllFilledAsync(tenant);

        var events = (await tenant.Viewer.GetAsync($"/v1/orders/{_placed[0]}/events")).Must(200).Items;
        Assert.Equal(
            "platform:stream",
            events.Last(e => e.GetProperty("type").GetString() == "FillRecorded").GetProperty("by").GetString());
        await AssertFillsAreTheExchangesAsync(tenant);
    }

    [Fact]
    public async Task F05_One_fill_of_five_is_not_told_while_the_stream_stands_and_the_books_are_equal_in_a_minute()
    {
        var tenant = await FollowedAsync();
        await PlaceAsync(tenant, Orders);
        for (var i = 0; i < Orders; i++)
        {
            // A fill is two events: the order's, and the balances'.
            await TroubleAsync($$"""{"action":"withhold","count":{{(i % 5 == 0 ? 2 : 0)}}}""");
            await Venue.MovePriceAsync("BTCUSDT", Price(i));
        }

        await AllFilledAsync(tenant);
        await AssertFillsAreTheExchangesAsync(tenant);
    }

    [Fact]
    public async Task Cut_again_and_again_while_orders_fill_nothing_is_missed_or_counted_twice()
    {
        var tenant = await FollowedAsync();
        await PlaceAsync(tenant, Orders);
        for (var i = 0; i < Orders; i++)
        {
            await TroubleAsync("""{"action":"cut"}""");
            await TroubleAsync("""{"action":"repeat","count":2}""");
            await Venue.MovePriceAsync("BTCUSDT", Price(i));
        }

        await AllFilledAsync(tenant);
        await AssertFillsAreTheExchangesAsync(tenant);
    }

    private static decimal Price(int i) => 58_000 - (100 * i);

    private async Task<Tenant> FollowedAsync()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        await tenant.SetLimitsAsync(Tenant.NoLimits);
        await RunningPlatform.UntilAsync(
            async () => (await tenant.Viewer.GetAsync("/v1/exchanges/health")).Must(200).Items
                .SelectMany(item => item.GetProperty("accounts").EnumerateArray())
                .Select(account => account.GetProperty("stream").GetString()).FirstOrDefault(),
            state => state == "LIVE", "the account's stream stands");
        return tenant;
    }

    private async Task PlaceAsync(Tenant tenant, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var order = (await tenant.PlaceAsync(
                $"order-{i}", tenant.Limit("BUY", "0.001", Price(i).ToString(CultureInfo.InvariantCulture)))).Must(201);
            Assert.Equal("OPEN", order["status"]);
            _placed.Add(order["id"]!);
        }
    }

    private async Task TroubleAsync(string json) =>
        (await new ApiClient(Venue.Url).PostAsync("/sim/streams", json)).Must(200);

    private Task<int> AllFilledAsync(Tenant tenant) => RunningPlatform.UntilAsync(
        async () => (await tenant.AllOrdersAsync()).Count(
            order => order.GetProperty("status").GetString() == "FILLED"),
        filled => filled == _placed.Count, "every order is filled");

    private static async Task AssertFillsAreTheExchangesAsync(Tenant tenant)
    {
        var trades = await tenant.Venue.TradesAsync(tenant.Key);
        // An order that a sweep has found filled is stored as such a moment before its trades are asked for.
        var fills = await RunningPlatform.UntilAsync(
            async () => (await tenant.Viewer.GetAsync("/v1/fills?limit=200")).Must(200).Items,
            fills => fills.Count >= trades.Count, "every trade is a fill");
        Assert.Equal(
            trades.Select(trade => trade.GetProperty("id").GetRawText()).Order(StringComparer.Ordinal),
            fills.Select(fill => fill.GetProperty("exchangeTradeId").GetString()!).Order(StringComparer.Ordinal));
        var bought = trades.Sum(trade => Amount(trade, "qty"));
        var fees = trades.Where(trade => trade.GetProperty("commissionAsset").GetString() == "BTC")
            .Sum(trade => Amount(trade, "commission"));
        var position = Assert.Single((await tenant.Viewer.GetAsync("/v1/positions")).Must(200).Items);
        Assert.Equal(bought - fees, Shapes.Amount(position, "quantity"));
    }

    private static decimal Amount(JsonElement trade, string member) =>
        decimal.Parse(trade.GetProperty(member).GetString()!, CultureInfo.InvariantCulture);
}

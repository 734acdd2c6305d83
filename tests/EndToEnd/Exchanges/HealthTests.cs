using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Exchanges;

/// <summary><c>GET /v1/exchanges/health</c>, against a running worker.</summary>
public sealed class HealthTests() : PlatformSuite(null)
{
    [Fact]
    public async Task It_shows_the_connections_of_the_tenants_own_accounts_and_no_others()
    {
        var (tenant, stranger) = (await Tenant.JoinAsync(Platform), await Tenant.ArriveAsync(Platform.Url, Venue));

        var shown = await RunningPlatform.UntilAsync(
            async () => (await tenant.Viewer.GetAsync("/v1/exchanges/health")).Must(200).Items,
            items => items.Count == 1 && items[0].GetProperty("state").GetString() == "HEALTHY",
            "the exchange is shown as healthy");

        Assert.Equal("BINANCE", shown[0].GetProperty("exchange").GetString());
        Assert.Equal(
            Venue.Url.GetLeftPart(UriPartial.Authority), shown[0].GetProperty("address").GetString());
        Assert.InRange(shown[0].GetProperty("score").GetInt32(), 70, 100);
        Assert.Equal(
            tenant.ConfigId,
            Assert.Single(shown[0].GetProperty("accounts").EnumerateArray()).GetProperty("configId").GetString());
        Assert.Empty((await stranger.Viewer.GetAsync("/v1/exchanges/health")).Must(200).Items);
    }
}

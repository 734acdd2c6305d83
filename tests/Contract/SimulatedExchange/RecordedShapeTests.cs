using System.Text.Json;
using TradingPlatform.Contract.Fixtures;

namespace TradingPlatform.Contract.Simulated;

/// <summary>Field names against payloads that others published of Binance; they stand beside the repository.</summary>
public sealed class RecordedShapeTests : IAsyncLifetime
{
    // Seen in recordings, yet of features that this exchange does not offer or that only appear under conditions.
    private static readonly HashSet<string> Optional = new(StringComparer.Ordinal)
    {
        "strategyId", "strategyType", "preventedMatchId", "preventedQuantity", "trailingDelta", "trailingTime",
        "icebergQty", "tradingAuthorityExpirationTime", "v", "A", "B", "u", "U", "d", "D", "j", "J", "fills",
    };

    private Venue _venue = null!;

    public async Task InitializeAsync() => _venue = await Venue.StartAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [RecordedFact]
    public async Task Answers_have_every_field_that_recordings_of_Binance_have()
    {
        var fixtures = Fixtures();
        var trader = _venue.Trader;
        var pair = (await trader.SignedAsync(
            HttpMethod.Post,
            "/api/v3/orderList/oco",
            "symbol=BTCUSDT&side=SELL&quantity=0.3&aboveType=LIMIT_MAKER&abovePrice=62000"
            + "&belowType=STOP_LOSS&belowStopPrice=54000&newOrderRespType=RESULT")).MustSucceed();
        Compare(fixtures, "Trading/PlaceOcoOrderList", pair.Json);
        Compare(fixtures, "Trading/GetOcoOrder", (await trader.GetAsync(
            "/api/v3/orderList", $"orderListId={pair.Json.Long("orderListId")}")).Json);
        var placed = (await trader.LimitAsync("BUY", 0.1m, 50_000m)).MustSucceed();
        Compare(fixtures, "response/createOrder/spot-selftradeprevention-iceberg", placed.Json);
        Compare(
            fixtures,
            "response/fetchOpenOrders/fetch-spot-open-orders",
            (await trader.GetAsync("/api/v3/openOrders")).Json);
        Compare(fixtures, "Account/GetAPIKeyPermissions", (await trader.GetAsync(
            "/sapi/v1/account/apiRestrictions")).Json);
        Compare(fixtures, "Account/GetOrderRateLimitStatus", (await trader.GetAsync("/api/v3/rateLimit/order")).Json);
        Compare(fixtures, "files/single-24hr-ticker", (await trader.SendAsync(
            HttpMethod.Get, "/api/v3/ticker/24hr?symbol=BTCUSDT", null)).Json);
        Compare(fixtures, "Endpoints/Spot/ExchangeData/GetExchangeInfo", (await trader.SendAsync(
            HttpMethod.Get, "/api/v3/exchangeInfo?symbols=[%22BTCUSDT%22]", null)).Json);
        Compare(fixtures, "Account/GetCommissionRates", (await trader.GetAsync(
            "/api/v3/account/commission", "symbol=BTCUSDT")).Json);
        var orderId = placed.Json.Long("orderId");
        Compare(fixtures, "Trading/AmendOrder", (await trader.SignedAsync(
            HttpMethod.Put, "/api/v3/order/amend/keepPriority", $"symbol=BTCUSDT&orderId={orderId}&newQty=0.05")).Json);
        Compare(fixtures, "Trading/CancelOrder", (await trader.DeleteAsync(
            "/api/v3/order", $"symbol=BTCUSDT&orderId={orderId}")).Json);
        Compare(fixtures, "Trading/CancelOcoOrder", (await trader.DeleteAsync(
            "/api/v3/orderList", $"symbol=BTCUSDT&orderListId={pair.Json.Long("orderListId")}")).Json);
    }

    private static void Compare(IReadOnlyList<JsonElement> fixtures, string id, JsonElement answer)
    {
        var recorded = fixtures.First(each => each.Text("id").EndsWith(id, StringComparison.Ordinal)
            && each.GetProperty("payload").ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            .GetProperty("payload");
        Compare(id, recorded, answer);
    }

    private static void Compare(string path, JsonElement recorded, JsonElement answer)
    {
        Assert.True(recorded.ValueKind == answer.ValueKind || recorded.ValueKind is not JsonValueKind.Object, path);
        if (recorded.ValueKind is JsonValueKind.Array && recorded.GetArrayLength() > 0 && answer.GetArrayLength() > 0)
        {
            Compare(path + "[]", recorded[0], answer[0]);
        }

        if (recorded.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in recorded.EnumerateObject().Where(member => !Optional.Contains(member.Name)))
        {
            Assert.True(answer.TryGetProperty(member.Name, out var same), $"{path} lacks {member.Name}.");
            Compare($"{path}.{member.Name}", member.Value, same);
        }
    }

    private static List<JsonElement> Fixtures() =>
    [
        .. Directory.GetFiles(FixtureCase.Folder()!, "binance.*.json").SelectMany(file =>
            JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray()),
    ];
}

using System.Collections.Concurrent;
using System.Globalization;
using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Recovery;

/// <summary>FAILURES.md F03, F04: whatever is killed and when, the books end equal to the exchange's.</summary>
public sealed class KilledProcess : IAsyncLifetime
{
    private const string Wide = """{"maxOpenOrders":100000,"maxOrderNotional":"1000"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("end-to-end-killed-");
    private readonly ConcurrentDictionary<string, string?> _answered = new(StringComparer.Ordinal);
    private HostProcess _exchange = null!;
    private HostProcess _platform = null!;

    private string PlatformData => Path.Combine(_folder.FullName, "platform");

    private string ExchangeData => Path.Combine(_folder.FullName, "exchange");

    public async Task InitializeAsync()
    {
        _exchange = await HostProcess.ExchangeAsync(ExchangeData);
        try
        {
            _platform = await HostProcess.ServeAsync(PlatformData, _exchange.Url);
        }
        catch
        {
            // The runner disposes of nothing that did not start, and a process would outlive the tests.
            await _exchange.DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        await _exchange.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task F03_Killed_in_a_burst_of_orders_again_and_again_it_knows_every_order_of_the_exchange()
    {
        var tenant = await Tenant.ArriveAsync(_platform.Url, new Venue(_exchange.Url));
        await tenant.LinkAsync(await tenant.Venue.NewKeyAsync());
        await tenant.SetLimitsAsync(Wide);
        foreach (var moment in new[] { 0, 3, 10, 30 })
        {
            await BurstUntilKilledAsync(tenant, $"round{moment}", moment);
            _platform = await HostProcess.ServeAsync(PlatformData, _exchange.Url);
            tenant = await tenant.FollowAsync(_platform.Url);
        }

        await KillTheExchangeInABurstAsync(tenant);
        await RunningPlatform.UntilAsync(
            async () => (await tenant.AllOrdersAsync()).Count(
                order => Status(order) is "PENDING" or "SUBMITTED" or "UNKNOWN"),
            left => left == 0, "every order is settled");
        await AssertBooksAreEqualAsync(tenant);
        await AssertKeysStillNameTheirOrdersAsync(tenant);
        await AssertLimitsHoldAsync(tenant);
    }

    // Kills once so many have been answered; whatever else is under way is cut off where it stands.
    private async Task BurstUntilKilledAsync(Tenant tenant, string name, int moment)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var burst = Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            await PlaceAsync(tenant, $"{name}-{i}", i);
            if (Interlocked.Increment(ref count) == moment)
            {
                enough.TrySetResult();
            }
        })).ToList();
        if (moment > 0)
        {
            await Task.WhenAny(enough.Task, Task.WhenAll(burst));
        }

        await _platform.KillAsync();
        await _platform.DisposeAsync();
        await Task.WhenAll(burst);
    }

    private async Task KillTheExchangeInABurstAsync(Tenant tenant)
    {
        var burst = Enumerable.Range(0, 40)
            .Select(i => Task.Run(() => PlaceAsync(tenant, $"exchange-{i}", i))).ToList();
        await Task.WhenAny(burst);
        await _exchange.KillAsync();
        await _exchange.DisposeAsync();
        _exchange = await HostProcess.ExchangeAsync(ExchangeData, tenant.Venue.Url.Port);
        await Task.WhenAll(burst);
    }

    // Mostly orders that rest, and here and there one that fills at once.
    private async Task PlaceAsync(Tenant tenant, string key, int i)
    {
        _answered[key] = null;
        try
        {
            var answer = await tenant.PlaceAsync(key, Order(tenant, i));
            if (answer.Status is 201 or 202)
            {
                _answered[key] = answer["id"];
            }
        }
        // HttpClient lets the bare socket error through where the process dies while it is being connected to.
        catch (Exception gone) when (gone is HttpRequestException or System.Net.Sockets.SocketException)
        {
            // The process is gone; whether the order went out first is what recovery has to find out.
        }
    }

    private static string Order(Tenant tenant, int i) =>
        i % 5 == 0 ? tenant.Market("BUY", "0.001") : tenant.Resting();

    private async Task AssertBooksAreEqualAsync(Tenant tenant)
    {
        var known = (await tenant.AllOrdersAsync()).ToDictionary(
            order => order.GetProperty("clientOrderId").GetString()!, StringComparer.Ordinal);
        var there = await tenant.AtExchangeAsync();
        Assert.NotEmpty(there);
        Assert.Equal(there.Count, there.Select(order => order.ClientOrderId).Distinct(StringComparer.Ordinal).Count());
        foreach (var order in there)
        {
            Assert.True(known.TryGetValue(order.ClientOrderId, out var ours), $"{order} is not known");
            Assert.Equal(order.Executed, Shapes.Amount(ours, "filledQuantity"));
            Assert.Equal(order.Status is "NEW" ? "OPEN" : order.Status, Status(ours));
        }

        var atExchange = there.Select(order => order.ClientOrderId).ToHashSet(StringComparer.Ordinal);
        foreach (var ours in known.Where(ours => !atExchange.Contains(ours.Key)).Select(ours => ours.Value))
        {
            Assert.Equal("REJECTED", Status(ours));
            Assert.Equal("NOT_PLACED", ours.GetProperty("rejectReason").GetProperty("code").GetString());
        }

        var ids = known.Values.Select(order => order.GetProperty("id").GetString()).ToHashSet(StringComparer.Ordinal);
        Assert.All(_answered.Values.OfType<string>(), id => Assert.Contains(id, ids));
        var fills = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await tenant.Viewer.GetAsync(
                "/v1/fills?limit=200" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)))).Must(200);
            fills.AddRange(page.Items.Select(fill => fill.GetProperty("exchangeTradeId").GetString()!));
            cursor = page["nextCursor"];
        }
        while (cursor is not null);
        var trades = (await tenant.Venue.TradesAsync(tenant.Key)).Select(trade => trade.GetProperty("id").GetRawText());
        Assert.Equal(trades.Order(StringComparer.Ordinal), fills.Order(StringComparer.Ordinal));

        await tenant.OpenAsync(there.Count(order => order.IsOpen));
        var risk = await tenant.RiskAsync();
        Assert.Equal(there.Count(order => order.IsOpen) * 30m, Shapes.Amount(risk, "openNotional"));
    }

    private async Task AssertKeysStillNameTheirOrdersAsync(Tenant tenant)
    {
        foreach (var (key, id) in _answered.Where(answered => answered.Value is not null))
        {
            var i = int.Parse(key[(key.IndexOf('-', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
            Assert.Equal(id, (await tenant.PlaceAsync(key, Order(tenant, i))).Must(200)["id"]);
        }
    }

    private static async Task AssertLimitsHoldAsync(Tenant tenant)
    {
        var open = (await tenant.RiskAsync()).GetProperty("openOrders").GetInt32();
        await tenant.SetLimitsAsync($$"""{"maxOpenOrders":{{open + 1}}}""");
        (await tenant.PlaceAsync("last-1", tenant.Resting())).Must(201);
        (await tenant.PlaceAsync("one-more", tenant.Resting())).MustRefuse(422, "RISK_REJECTED");
    }

    private static string Status(System.Text.Json.JsonElement order) => order.GetProperty("status").GetString()!;
}

using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Credentials;

/// <summary>
/// The process is killed at each write of linking, rotating and unlinking, one after another, before the write and
/// after it. What starts next on the same data finds no key without its account, no account without its key, and
/// nothing half done.
/// </summary>
public sealed class KilledKeyChange : IAsyncLifetime
{
    private const int MoreThanThereAre = 30;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("end-to-end-killed-keys-");
    private readonly List<string> _said = [];
    private HostProcess _exchange = null!;
    private HostProcess? _platform;

    private string Data => Path.Combine(_folder.FullName, "platform");

    public async Task InitializeAsync() =>
        _exchange = await HostProcess.ExchangeAsync(Path.Combine(_folder.FullName, "exchange"));

    public async Task DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }

        await _exchange.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Linking_is_killed_at_each_step() => await AtEachStopAsync(
        async tenant =>
        {
            var key = await tenant.Venue.NewKeyAsync();
            return ("POST", "/v1/exchange-configs", $$"""
                {"exchange":"BINANCE","label":"Doomed","mode":"SANDBOX","apiKey":"{{key.ApiKey}}",
                 "apiSecret":"{{key.SecretKey}}","baseUrl":"{{tenant.Venue.Url.GetLeftPart(UriPartial.Authority)}}"}
                """);
        },
        async tenant =>
        {
            // Whether it is linked or not, the label is either this account's or free.
            var linked = (await AccountsAsync(tenant)).Where(account => account.Label == "Doomed").ToList();
            foreach (var account in linked)
            {
                (await tenant.Trader.DeleteAsync("/v1/exchange-configs/" + account.Id)).Must(204);
            }
        });

    [Fact]
    public async Task Rotating_is_killed_at_each_step() => await AtEachStopAsync(
        async tenant =>
        {
            var key = await tenant.Venue.AnotherKeyAsync(tenant.Key);
            return ("POST", $"/v1/exchange-configs/{tenant.ConfigId}/rotate",
                $$"""{"apiKey":"{{key.ApiKey}}","apiSecret":"{{key.SecretKey}}"}""");
        },
        async tenant => (await tenant.PlaceAsync($"after-{Guid.NewGuid():N}", tenant.Resting())).Must(201));

    [Fact]
    public async Task Unlinking_is_killed_at_each_step() => await AtEachStopAsync(
        async tenant =>
        {
            await tenant.LinkAsync(await tenant.Venue.NewKeyAsync(), "Doomed");
            return ("DELETE", "/v1/exchange-configs/" + tenant.ConfigId, null);
        },
        async tenant =>
        {
            foreach (var account in (await AccountsAsync(tenant)).Where(account => account.Label == "Doomed"))
            {
                // It was killed before anything was stored: the account is as it was.
                (await tenant.Trader.DeleteAsync("/v1/exchange-configs/" + account.Id)).Must(204);
            }
        });

    private async Task AtEachStopAsync(
        Func<Tenant, Task<(string Method, string Path, string? Body)>> prepare, Func<Tenant, Task> judge)
    {
        _platform = await HostProcess.FragileAsync(Data, _exchange.Url, 1);
        var venue = new Venue(_exchange.Url);
        var tenant = await Tenant.ArriveAsync(_platform.Url, venue);
        await tenant.LinkAsync(await tenant.Venue.NewKeyAsync());
        for (var stop = 1; stop < MoreThanThereAre; stop++)
        {
            var (method, path, body) = await prepare(tenant);
            if (await SurvivesAsync(tenant, method, path, body))
            {
                Assert.True(stop > 4, $"There were only {stop - 1} stops.");
                await _platform.KillAsync();
                SecretSearch.AssertNone(Data, venue.Made, [.. _said, _platform.Said]);
                return;
            }

            // What starts next is what the next stop kills.
            _said.Add(_platform.Said);
            await _platform.DisposeAsync();
            _platform = await HostProcess.FragileAsync(Data, _exchange.Url, stop + 1);
            tenant = await tenant.FollowAsync(_platform.Url);
            await AssertWholeAsync(tenant, stop);
            await judge(tenant);
        }

        Assert.Fail("It never came to its end.");
    }

    private async Task<bool> SurvivesAsync(Tenant tenant, string method, string path, string? body)
    {
        try
        {
            (await tenant.Trader.SendAsync(method, path, body, ("X-Correlation-Id", FragileHost.Doomed)))
                .Must(200, 201, 204);
            return true;
        }
        // HttpClient lets the bare socket error through where the process dies while it is being connected to.
        catch (Exception gone) when (gone is HttpRequestException or System.Net.Sockets.SocketException)
        {
            await _platform!.ExitedAsync();
            return false;
        }
    }

    // Each secret has a file of its own.
    private async Task AssertWholeAsync(Tenant tenant, int stop)
    {
        var accounts = await AccountsAsync(tenant);
        var keys = Directory.GetFiles(Path.Combine(Data, "vault"), "*.sealed").Length;
        Assert.True(accounts.Count == keys, $"{accounts.Count} accounts and {keys} keys after stop {stop}");
        foreach (var account in accounts)
        {
            var validated = (await tenant.Trader.PostAsync($"/v1/exchange-configs/{account.Id}/validate", null))
                .Must(200);
            Assert.Equal("ACTIVE", validated["status"]);
            (await tenant.Trader.PostAsync(
                "/v1/orders/test",
                $$"""
                {"configId":"{{account.Id}}","symbol":"BTC-USDT","side":"BUY","type":"LIMIT","quantity":"0.001",
                 "price":"30000"}
                """)).Must(200);
        }
    }

    private static async Task<IReadOnlyList<(string Id, string Label)>> AccountsAsync(Tenant tenant) =>
        [.. (await tenant.Viewer.GetAsync("/v1/exchange-configs")).Must(200).Items.Select(account => (
            account.GetProperty("id").GetString()!, account.GetProperty("label").GetString()!))];
}

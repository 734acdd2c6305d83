using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Edge;

/// <summary>FAILURES.md F18: secrets that a search would know are searched for wherever they must not be.</summary>
public sealed class CanarySecrets : IAsyncLifetime
{
    private const string Pass = "CanaryPassphrase7Xq2Wm9Lz4";

    private static readonly VenueKey Key = new(
        "CanaryApiKey0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3aB4cD5eF6gH7i",
        "CanarySecretKey9zY8xW7vU6tS5rQ4pO3nM2lK1jI0hG9fE8dC7bA6zY5xW4vU3");

    // What another key has of its own; of its passphrase no character is one that every encoding leaves alone.
    private const string NextPass = "Canary/Pass+phrase&=%\u00E9<7Xq2>Wm9Lz4";

    private static readonly VenueKey Next = new(
        "CanaryNextApiKey4mN7oP8qR9sT0uV1wX2yZ3aB4cD5eF6gH7i0aB1cD2eF3gH4",
        "CanaryNextSecretKey3nM2lK1jI0hG9fE8dC7bA6zY5xW4vU39zY8xW7vU6tS5r");

    private static readonly string[] Secrets =
        [Key.ApiKey, Key.SecretKey, Pass, Next.ApiKey, Next.SecretKey, NextPass];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("end-to-end-canary-");
    private readonly ConcurrentQueue<string> _transcript = new();
    private HostProcess _exchange = null!;
    private HostProcess _platform = null!;

    private string Data => Path.Combine(_folder.FullName, "platform");

    public async Task InitializeAsync()
    {
        _exchange = await HostProcess.ExchangeAsync(Path.Combine(_folder.FullName, "exchange"));
        try
        {
            _platform = await HostProcess.ServeAsync(Data, _exchange.Url, "Trace");
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
    public async Task F18_No_key_secret_passphrase_or_token_is_in_a_log_an_answer_or_a_file_of_the_platform()
    {
        var venue = new Venue(_exchange.Url);
        await venue.NewKeyAsync($$"""{"apiKey":"{{Key.ApiKey}}","secretKey":"{{Key.SecretKey}}"}""");
        var tenant = await Tenant.ArriveAsync(_platform.Url, venue, transcript: _transcript);
        var linked = await tenant.LinkAsync(Key, passphrase: Pass);
        Assert.Equal(Key.ApiKey[^4..], linked["apiKeyHint"]![^4..]);
        await TradeAsync(tenant, venue);
        await LinkBadlyAsync(tenant, venue);
        await RotateAsync(tenant, venue);

        string[] tokens = [tenant.Admin.Token!, tenant.Trader.Token!, tenant.Viewer.Token!];
        await AssertAllIsCleanAsync(tokens);

        _platform = await HostProcess.ServeAsync(Data, _exchange.Url, "Trace");
        tenant = await tenant.FollowAsync(_platform.Url);
        (await tenant.PlaceAsync("f", tenant.Market("BUY", "0.001"))).Must(201);
        (await tenant.Trader.DeleteAsync("/v1/exchange-configs/" + tenant.ConfigId)).Must(204);
        await AssertAllIsCleanAsync([.. tokens, tenant.Trader.Token!]);
    }

    // Killed first: what is in its files then is what a thief of the disk would find, and no file is locked any more.
    private async Task AssertAllIsCleanAsync(string[] tokens)
    {
        await _platform.KillAsync();
        var logs = _platform.Said;
        // The search is worth something only where the log says much.
        Assert.True(logs.Length > 2_000, $"Only {logs.Length} characters were logged.");
        AssertClean("log", Encoding.UTF8.GetBytes(logs), tokens);
        Assert.DoesNotContain("signature=", logs, StringComparison.OrdinalIgnoreCase);
        AssertClean("answers", Encoding.UTF8.GetBytes(string.Join('\n', _transcript)), tokens);
        AssertFilesAreClean(tokens);
        await _platform.DisposeAsync();
    }

    private static async Task TradeAsync(Tenant tenant, Venue venue)
    {
        var order = (await tenant.PlaceAsync("a", tenant.Resting())).Must(201);
        (await tenant.PlaceAsync("b", tenant.Market("BUY", "0.001"))).Must(201);
        await venue.FailAsync("order.place", "html-after");
        (await tenant.PlaceAsync("c", tenant.Resting())).Must(201, 202);
        await venue.FailAsync("order.place", "error-1007-after");
        (await tenant.PlaceAsync("d", tenant.Resting())).Must(201, 202);
        (await tenant.PlaceAsync("e", tenant.Limit("BUY", "10", "59000"))).Must(422);
        (await tenant.Trader.PatchAsync("/v1/orders/" + order["id"], """{"price":"31000"}""")).Must(200);
        (await tenant.Viewer.GetAsync("/v1/balances")).Must(200);
        (await tenant.Viewer.GetAsync("/v1/positions")).Must(200);
        await tenant.RiskAsync();
        (await tenant.Trader.PostAsync("/v1/orders/cancel-all", "{}")).Must(200);
        await tenant.OpenAsync(0);
    }

    // What is refused is the likeliest to be quoted: a key that is wrong, and bodies that are malformed around it.
    private static async Task LinkBadlyAsync(Tenant tenant, Venue venue)
    {
        var url = venue.Url.GetLeftPart(UriPartial.Authority);
        var keys = Keys(Key.ApiKey, Key.SecretKey) + $",\"passphrase\":\"{Pass}\"";
        foreach (var body in new[]
        {
            $$"""{"exchange":"BINANCE","label":"Main","mode":"SANDBOX",{{keys}},"baseUrl":"{{url}}"}""",
            Link(Keys(Key.ApiKey, Key.SecretKey + "x"), url),
            Link(Keys("x" + Key.ApiKey, Key.SecretKey), url),
            $$"""{"exchange":"NOPE","label":"z",{{keys}}}""",
            $$"""{"exchange":"BINANCE",{{keys}},"mode":{""",
            $$"""{"exchange":"BINANCE","label":"{{Key.SecretKey}}{{Key.SecretKey}}",{{keys}}}""",
            $$"""{"{{Key.SecretKey}}":1}""",
            $$"""{"exchange":"{{Key.SecretKey}}","label":"l"}""",
            Link(keys, $"https://{Pass}@evil.example"),
        })
        {
            Assert.InRange((await tenant.Trader.PostAsync("/v1/exchange-configs", body)).Status, 400, 499);
        }
    }

    private static async Task RotateAsync(Tenant tenant, Venue venue)
    {
        var path = "/v1/exchange-configs/" + tenant.ConfigId;
        var body = $$"""{{{Keys(Next.ApiKey, Next.SecretKey)}},"passphrase":{{JsonSerializer.Serialize(NextPass)}}}""";
        // The exchange does not know it yet; then it answers nonsense; at last it accepts it.
        (await tenant.Trader.PostAsync(path + "/rotate", body)).Must(422);
        (await tenant.Trader.PostAsync(path + "/rotate", body.Replace("\"apiSecret\":", "\"x\":", StringComparison.Ordinal)))
            .Must(400);
        await venue.NewKeyAsync(
            $$"""{"accountOf":"{{Key.ApiKey}}","apiKey":"{{Next.ApiKey}}","secretKey":"{{Next.SecretKey}}"}""");
        await venue.FailAsync("account", "html-after");
        (await tenant.Trader.PostAsync(path + "/rotate", body)).Must(200, 422, 503);
        (await tenant.Trader.PostAsync(path + "/rotate", body)).Must(200);
        await venue.StopFailingAsync();
        (await tenant.Trader.PostAsync(path + "/validate", null)).Must(200);
        (await tenant.PlaceAsync("rotated", tenant.Market("BUY", "0.001"))).Must(201);
        (await tenant.Viewer.GetAsync(path + "/audit?limit=200")).Must(200);
        (await tenant.Trader.PutAsync(path + "/deactivate", null)).Must(200);
        (await tenant.Trader.PutAsync(path + "/activate", null)).Must(200);
        await venue.RevokeAsync(Key);
    }

    private static string Keys(string apiKey, string secret) =>
        $"\"apiKey\":\"{apiKey}\",\"apiSecret\":\"{secret}\"";

    private static string Link(string keys, string url) =>
        $$"""{"exchange":"BINANCE","label":"another","mode":"SANDBOX",{{keys}},"baseUrl":"{{url}}"}""";

    private void AssertFilesAreClean(string[] tokens)
    {
        var files = Directory.GetFiles(Data, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            AssertClean(file, File.ReadAllBytes(file), tokens);
        }
    }

    private static void AssertClean(string place, byte[] bytes, string[] tokens)
    {
        foreach (var (secret, form) in Forms(tokens))
        {
            Assert.True(bytes.AsSpan().IndexOf(form) < 0, $"{secret} is in: {place}");
        }
    }

    private static IEnumerable<(string Secret, byte[] Form)> Forms(string[] tokens)
    {
        foreach (var secret in Secrets)
        {
            // A beginning is as telling as the whole; the ending of the API key alone is shown on purpose.
            foreach (var part in new[] { secret, secret[..20] })
            {
                foreach (var form in SecretForms.Of(part))
                {
                    yield return (part, form);
                }
            }
        }

        foreach (var token in tokens)
        {
            yield return ("a token", Encoding.UTF8.GetBytes(token));
            yield return ("a token's signature", Encoding.UTF8.GetBytes(token[(token.LastIndexOf('.') + 1)..]));
        }
    }
}

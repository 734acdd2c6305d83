using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange;

namespace TradingPlatform.LocalHost.Demo;

/// <summary>
/// What the tour plays on: a platform and a simulated exchange of its own, on free ports, over a temporary folder that
/// goes with it.
/// </summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trading-platform-demo-");
    private readonly HttpClient _http = new();
    private SimulatedExchange? _exchange;
    private LocalPlatform? _platform;

    private DemoStage(DemoPrinter printer) => Printer = printer;

    /// <summary>Where steps say what they do and see.</summary>
    public DemoPrinter Printer { get; }

    /// <summary>The linked account; empty before the first step.</summary>
    public string AccountId { get; set; } = string.Empty;

    /// <summary>The order that the step before left open; empty where none did.</summary>
    public string OpenOrderId { get; set; } = string.Empty;

    /// <summary>The running platform.</summary>
    public LocalPlatform Platform => _platform!;

    /// <summary>Starts everything and signs in.</summary>
    public static async Task<DemoStage> StartAsync(DemoPrinter printer, CancellationToken cancellation)
    {
        var stage = new DemoStage(printer);
        try
        {
            var data = stage._folder.FullName;
            stage._exchange = await SimulatedExchange.StartAsync(
                Exchange(Path.Combine(data, "exchange.db")), TimeProvider.System, null, cancellation);
            stage._platform = await LocalPlatform.StartAsync(
                new LocalSettings
                {
                    Urls = "http://127.0.0.1:0",
                    Data = data,
                    Exchange = stage._exchange.Url,
                    SyncEvery = TimeSpan.FromMilliseconds(100),
                    // The faults that the tour plans would be logged in its midst.
                    LogLevel = LogLevel.None,
                },
                cancellation);
            var token = await stage.CallAsync(
                HttpMethod.Post, new Uri(stage.Platform.Url, "/dev/token"),
                """{"tenantId":"demo","userId":"visitor","roles":["admin"],"tier":"unlimited"}""", null, cancellation);
            stage._http.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Bearer", token["accessToken"]);
            printer.Begin(stage.Platform.Url, stage._exchange.Url);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls the platform and prints both sides.</summary>
    public async Task<DemoAnswer> SendAsync(
        HttpMethod method, string path, string? body, string? key, CancellationToken cancellation)
    {
        Printer.Does($"{method} {path} {body}".TrimEnd());
        var answer = await CallAsync(method, new Uri(Platform.Url, path), body, key, cancellation);
        Printer.Sees(answer.Describe());
        return answer;
    }

    /// <summary>Places a buy and prints both sides.</summary>
    /// <param name="quantity">How much, in BTC.</param>
    /// <param name="price">At most at what price; null at market.</param>
    /// <param name="key">Its idempotency key.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<DemoAnswer> BuyAsync(string quantity, string? price, string key, CancellationToken cancellation)
    {
        var terms = price is null ? "\"type\":\"MARKET\"" : $"\"type\":\"LIMIT\",\"price\":\"{price}\"";
        var order = $$"""
            {"configId":"{{AccountId}}","symbol":"BTC-USDT","side":"BUY",{{terms}},"quantity":"{{quantity}}"}
            """;
        return SendAsync(HttpMethod.Post, "/v1/orders", order, key, cancellation);
    }

    /// <summary>Tells the simulated exchange what no real one would listen to: a price, or a fault.</summary>
    public async Task DirectAsync(string path, string body, CancellationToken cancellation)
    {
        Printer.Does($"at the exchange: POST {path} {body}");
        var answer = await CallAsync(HttpMethod.Post, new Uri(_exchange!.Url, path), body, null, cancellation);
        Expect(answer.Status == 200, $"200 from the exchange, and it was {answer.Status}");
    }

    /// <summary>Reads from the simulated exchange, without a word.</summary>
    public Task<DemoAnswer> AskExchangeAsync(string path, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Get, new Uri(_exchange!.Url, path), null, null, cancellation);

    /// <summary>Reads an order until it has a status; how long that may take is the step's bound.</summary>
    public async Task<DemoAnswer> WaitForAsync(string orderId, string status, CancellationToken cancellation)
    {
        var path = $"/v1/orders/{orderId}";
        Printer.Does($"GET {path}, until it is {status}");
        while (true)
        {
            var answer = await CallAsync(HttpMethod.Get, new Uri(Platform.Url, path), null, null, cancellation);
            if (answer["status"] == status)
            {
                Printer.Sees(answer.Describe());
                return answer;
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, cancellation);
        }
    }

    /// <summary>Ends the step where what it saw is not what it should show.</summary>
    public static void Expect(bool holds, string what)
    {
        if (!holds)
        {
            throw new DemoFailedException(what);
        }
    }

    /// <summary>Stops everything and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }

        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    // The price stands still, and the house shows little: both are for the tour to move.
    private static SimulatedExchangeOptions Exchange(string file) => new()
    {
        DataFile = file,
        Path = new PricePath.Still(),
        Symbols = [.. DefaultSymbols.All.Select(symbol =>
            symbol.Name == "BTCUSDT" ? symbol with { HouseNotional = 300m } : symbol)],
    };

    private async Task<DemoAnswer> CallAsync(
        HttpMethod method, Uri address, string? body, string? key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await _http.SendAsync(request, cancellation);
        await using var content = await answer.Content.ReadAsStreamAsync(cancellation);
        using var document = await JsonDocument.ParseAsync(content, default, cancellation);
        return new DemoAnswer((int)answer.StatusCode, document.RootElement.Clone());
    }
}

using TradingPlatform.Embedded.SimulatedExchange;

namespace TradingPlatform.Contract.Simulated;

/// <summary>A running exchange in a folder of its own, with a clock that stands and one trader.</summary>
internal sealed class Venue : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-").FullName;
    private readonly List<Trader> _traders = [];
    private Embedded.SimulatedExchange.SimulatedExchange? _exchange;

    public ManualClock Clock { get; } = new();

    public string DataFile => Path.Combine(_folder, "exchange.db");

    public Uri Url => _exchange!.Url;

    public Trader Trader { get; private set; } = null!;

    public static async Task<Venue> StartAsync(
        Func<SimulatedExchangeOptions, SimulatedExchangeOptions>? with = null)
    {
        var venue = new Venue();
        await venue.OpenAsync(with);
        venue.Trader = await venue.AddTraderAsync();
        return venue;
    }

    /// <summary>Opens an exchange on this folder's file, or on a copy of it.</summary>
    public async Task OpenAsync(Func<SimulatedExchangeOptions, SimulatedExchangeOptions>? with = null)
    {
        var options = new SimulatedExchangeOptions { DataFile = DataFile, Path = new PricePath.Still() };
        _exchange = await Embedded.SimulatedExchange.SimulatedExchange.StartAsync(
            with?.Invoke(options) ?? options, Clock, null, CancellationToken.None);
    }

    public async Task<Trader> AddTraderAsync(string body = "{}")
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var content = new StringContent(body);
        using var response = await http.PostAsync(new Uri("/sim/keys", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        using var made = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var trader = new Trader(
            Url,
            Clock,
            made.RootElement.GetProperty("apiKey").GetString()!,
            made.RootElement.GetProperty("secretKey").GetString()!);
        _traders.Add(trader);
        return trader;
    }

    public async Task MovePriceAsync(string symbol, decimal price) => (await Trader.SimAsync(
        "/sim/price", $$"""{"symbol":"{{symbol}}","price":"{{price}}"}""")).MustSucceed();

    public async Task FaultAsync(string operation, string kind, int count = 1, string more = "") =>
        (await Trader.SimAsync(
            "/sim/faults",
            $$"""{"operation":"{{operation}}","kind":"{{kind}}","count":{{count}}{{more}}}""")).MustSucceed();

    /// <summary>A copy of the files as they lie on the disk at this moment, as a crash would leave them.</summary>
    public string CopyFiles()
    {
        var copy = Path.Combine(_folder, "copy-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(_folder))
        {
            // The index of the write-ahead log is rebuilt from the log.
            if (!file.EndsWith("-shm", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }

        return Path.Combine(copy, "exchange.db");
    }

    public async Task CloseAsync()
    {
        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
            _exchange = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var trader in _traders)
        {
            trader.Dispose();
        }

        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingPlatform.Embedded.SimulatedExchange;
using TradingPlatform.LocalHost;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>
/// The whole platform in this process, on real sockets, beside a simulated exchange of its own whose prices stand
/// still until they are told to move. All that they keep is gone with them.
/// </summary>
public sealed class RunningPlatform : IAsyncDisposable
{
    /// <summary>How long a test waits for what the platform does by itself; far beyond what it takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("end-to-end-");
    private readonly SimulatedExchange _exchange;
    private LocalSettings _settings = new();
    private LocalPlatform? _platform;

    private RunningPlatform(SimulatedExchange exchange)
    {
        _exchange = exchange;
        Venue = new Venue(exchange.Url);
    }

    public Uri Url => _platform!.Url;

    public Venue Venue { get; }

    /// <summary>The platform's own parts, to make by hand what it would never do.</summary>
    public IServiceProvider Services => _platform!.App.Services;

    /// <summary>Starts both.</summary>
    /// <param name="dynamoDb">Where items are kept; null for SQLite.</param>
    /// <param name="isIdle">It does nothing by itself: what a test makes differ stays so until it is asked.</param>
    /// <param name="adapt">Has the last word on what stands behind the functions; null leaves it all.</param>
    public static async Task<RunningPlatform> StartAsync(
        string? dynamoDb, bool isIdle = false, Action<IServiceCollection>? adapt = null)
    {
        var venueFolder = Directory.CreateTempSubdirectory("end-to-end-venue-");
        var exchange = await SimulatedExchange.StartAsync(
            Options(Path.Combine(venueFolder.FullName, "exchange.db")), TimeProvider.System, null,
            CancellationToken.None);
        var running = new RunningPlatform(exchange) { VenueFolder = venueFolder };
        running._settings = new LocalSettings
        {
            Urls = "http://127.0.0.1:0",
            Data = running._folder.FullName,
            Exchange = exchange.Url,
            DynamoDb = dynamoDb is null ? null : new Uri(dynamoDb),
            Table = "t" + Guid.NewGuid().ToString("N"),
            LogLevel = LogLevel.Error,
            SyncEvery = isIdle ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(100),
            FollowsStreams = !isIdle,
        };
        try
        {
            running._platform = await LocalPlatform.StartAsync(
                running._settings, adapt ?? (_ => { }), CancellationToken.None);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    private DirectoryInfo VenueFolder { get; init; } = null!;

    /// <summary>Stops the platform and starts it anew on the same data; the exchange goes on.</summary>
    public async Task RestartAsync()
    {
        await _platform!.DisposeAsync();
        _platform = await LocalPlatform.StartAsync(_settings, CancellationToken.None);
    }

    /// <summary>Asks until the answer is as wanted.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> wanted, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        var last = await ask();
        while (!wanted(last))
        {
            Assert.False(patience.IsCancellationRequested, $"In vain: {what}. Last: {last}");
            await Task.Delay(20);
            last = await ask();
        }

        return last;
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }

        await _exchange.DisposeAsync();
        try
        {
            // Whatever a test was about, none of the keys that it used may be in what it left behind.
            SecretSearch.AssertNone(_folder.FullName, Venue.Made);
        }
        finally
        {
            Delete();
        }
    }

    private void Delete()
    {
        _folder.Delete(recursive: true);
        VenueFolder.Delete(recursive: true);
    }

    // SOL's book is thin, so that orders fill in part; BNB's rules are tight, so that each of them can be broken.
    private static SimulatedExchangeOptions Options(string file) => new()
    {
        DataFile = file,
        Path = new PricePath.Still(),
        PriceInterval = TimeSpan.FromHours(1),
        HistoryMinutes = 10,
        Symbols = [.. DefaultSymbols.All.Select(symbol => symbol.BaseAsset switch
        {
            "SOL" => symbol with { HouseNotional = 150m, HouseLevels = 1 },
            "BNB" => symbol with
            {
                Filters = symbol.Filters with
                {
                    MaxOrders = 2, MaxAlgoOrders = 1, MaxPosition = 5m, MaxMarketQuantity = 2m, MaxNotional = 2_000m,
                },
            },
            _ => symbol,
        })],
    };
}

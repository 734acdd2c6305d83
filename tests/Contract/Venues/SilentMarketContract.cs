using TradingPlatform.Contract.Binance;
using TradingPlatform.Core.Exchanges;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Venues;

/// <summary>A public connection that falls silent without being closed is told as lost in time, and opened anew.
/// </summary>
public abstract class SilentMarketContract(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly CancellationTokenSource _ending = new();
    private IVenueDouble _venue = null!;
    private SteppedTime _time = null!;
    private Task _reading = Task.CompletedTask;
    private int _connected;
    private int _lost;

    /// <summary>After how long without a byte a connection is given up, as its adapter declares it.</summary>
    protected abstract TimeSpan Silence { get; }

    /// <summary>A venue behind a relay.</summary>
    protected abstract Task<IVenueDouble> OpenAsync(TimeProvider clock);

    public async Task InitializeAsync()
    {
        _venue = await OpenAsync(_clock);
        _time = new SteppedTime(_clock, _venue, static () => Task.CompletedTask);
        _reading = ReadAsync();
        await _time.BeginAsync(() => Is(ref _connected, 1), "it stands");
    }

    public async Task DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        await _venue.DisposeAsync();
        _ending.Dispose();
    }

    [Fact]
    public async Task F17_A_market_connection_that_says_nothing_more_is_told_as_lost_in_time_and_opened_anew()
    {
        await _time.PassAsync(2 * Silence);
        Assert.Equal((1, 0), (_connected, _lost));
        _venue.Relay!.Mute();

        // Silence is looked at now and then: a third of it, at most, is added.
        var lost = await _time.UntilAsync(
            () => Is(ref _lost, 1), Silence + (Silence / 3) + TimeSpan.FromSeconds(1), "it is lost");
        output.WriteLine($"lost after {lost.TotalSeconds} s");
        await _time.UntilAsync(() => Is(ref _connected, 2), TimeSpan.FromSeconds(30), "it stands again");
    }

    private static Task<bool> Is(ref int count, int wanted) => Task.FromResult(Volatile.Read(ref count) == wanted);

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var told in _venue.Market.StreamAsync([_venue.Symbol], MarketFeed.Quotes, _ending.Token))
            {
                _ = told switch
                {
                    MarketEvent.Connected => Interlocked.Increment(ref _connected),
                    MarketEvent.Lost => Interlocked.Increment(ref _lost),
                    _ => 0,
                };
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}

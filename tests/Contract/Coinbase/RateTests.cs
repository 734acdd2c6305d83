using System.Diagnostics;
using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Coinbase;

/// <summary>A burst is spread so that the exchange's limit is kept, and what matters goes first (F13).</summary>
public sealed class RateTests : VenueSuite
{
    private const int PerSecond = 15;

    [Fact]
    public async Task F13_A_burst_provokes_no_429_and_cancels_go_first()
    {
        var id = NewId();
        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id)).Report;
        var begun = Stopwatch.GetTimestamp();
        var polls = Enumerable.Range(0, 30).Select(_ => Exchange.GetFeesAsync(Pair, default)).ToArray();

        Assert.IsType<Cancellation.Done>(await Exchange.CancelAsync(
            new OrderReference(Pair, id, placed.ExchangeOrderId), default));

        var cancelled = Stopwatch.GetElapsedTime(begun);
        Assert.True(polls.Count(poll => !poll.IsCompleted) > 10);
        await Task.WhenAll(polls);
        Assert.True(cancelled < Stopwatch.GetElapsedTime(begun) / 2);
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(8));
        Assert.Equal(30, Venue.Server.Count("GET /fees"));
        Assert.InRange(Most, 1, PerSecond);
    }

    internal override IVenue Open() => new ExchangeApiVenue(
        TimeProvider.System, Quick.Options with { PrivateCallsPerSecond = PerSecond });

    /// <summary>The most private calls that came within any second, but for a few milliseconds' jitter.</summary>
    private int Most
    {
        get
        {
            var at = Venue.Server.Arrived.Where(one => one.Private).Select(one => one.At).Order().ToArray();
            return at.Max(from => at.Count(one => one >= from && one < from + TimeSpan.FromSeconds(0.95)));
        }
    }
}

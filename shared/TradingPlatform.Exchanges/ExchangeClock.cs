using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges;

/// <summary>A moment by the exchange's clock.</summary>
/// <param name="Milliseconds">Since 1970, as it is signed.</param>
/// <param name="Ahead">By how much it may be ahead of the exchange's own clock, at most.</param>
internal readonly record struct ExchangeInstant(long Milliseconds, TimeSpan Ahead);

/// <summary>One reading of the exchange's clock.</summary>
/// <param name="ServerMilliseconds">What it answered.</param>
/// <param name="RoundTrip">How long the question and its answer took.</param>
internal readonly record struct ClockReading(long ServerMilliseconds, TimeSpan RoundTrip);

/// <summary>
/// The exchange's clock as we know it (FAILURES.md F14): set by the middle of a round trip, carried on by monotonic
/// time, and believed for a minute, until the exchange doubts it, or until our two clocks disagree, as they do after
/// this process was frozen.
/// </summary>
internal sealed class ExchangeClock
{
    private static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RenewedAfter = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LargestDrift = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan GoodRoundTrip = TimeSpan.FromMilliseconds(100);

    // A timestamp 1 s ahead of the exchange is refused however wide the window is; one behind has the whole window.
    // So on a slow line the estimate leans behind: half the round trip, yet never more than this.
    private static readonly TimeSpan LargestLead = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly Func<Task<ClockReading>> _read;
    private readonly TimeSpan _slowest;
    private readonly Uri _address;
    private readonly ILogger _log;
    private readonly SingleFlight<bool> _setting;
    private Setting? _current;

    /// <param name="time">Our own clocks.</param>
    /// <param name="read">Asks the exchange once.</param>
    /// <param name="slowest">A round trip as long as this says nothing.</param>
    /// <param name="address">For the log.</param>
    /// <param name="log">Where settings are written.</param>
    public ExchangeClock(
        TimeProvider time, Func<Task<ClockReading>> read, TimeSpan slowest, Uri address, ILogger log)
    {
        (_time, _read, _slowest, _address, _log) = (time, read, slowest, address, log);
        _setting = new SingleFlight<bool>(SetAsync);
    }

    /// <summary>The moment, where the clock is known and can be believed.</summary>
    public bool TryNow(out ExchangeInstant now)
    {
        now = default;
        var setting = Volatile.Read(ref _current);
        if (setting is null || !Believed(setting, BelievedFor))
        {
            return false;
        }

        var server = setting.ServerAtReceipt + _time.GetElapsedTime(setting.Stamp);
        now = new ExchangeInstant((long)server.TotalMilliseconds, setting.Ahead);
        return true;
    }

    /// <summary>
    /// Makes the clock known: waits for it where it is not, renews it on the side where it is getting old.
    /// </summary>
    /// <exception cref="ExchangeException">It cannot be known now.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellation)
    {
        var setting = Volatile.Read(ref _current);
        if (setting is null || !Believed(setting, BelievedFor))
        {
            await _setting.RunAsync(cancellation);
        }
        else if (!Believed(setting, RenewedAfter))
        {
            _ = RenewAsync();
        }
    }

    /// <summary>
    /// How far the exchange is ahead of our own clock; null where that is not known, or not believed.
    /// </summary>
    public TimeSpan? Offset =>
        Volatile.Read(ref _current) is { } setting && Believed(setting, BelievedFor)
            ? setting.ServerAtReceipt - (setting.WallAt - DateTimeOffset.UnixEpoch)
            : null;

    /// <summary>Sets the clock anew, however old the setting is.</summary>
    /// <exception cref="ExchangeException">
    /// It cannot be known now. The setting before stays, until its time.
    /// </exception>
    public Task ProbeAsync(CancellationToken cancellation) => _setting.RunAsync(cancellation);

    /// <summary>The exchange refused a timestamp: the next one needs a new setting.</summary>
    public void Distrust() => Volatile.Write(ref _current, null);

    private bool Believed(Setting setting, TimeSpan age)
    {
        var elapsed = _time.GetElapsedTime(setting.Stamp);
        var byWall = _time.GetUtcNow() - setting.WallAt;
        return elapsed < age && (byWall - elapsed).Duration() < LargestDrift;
    }

    private async Task RenewAsync()
    {
        try
        {
            await _setting.RunAsync(CancellationToken.None);
        }
        catch (ExchangeException failure)
        {
            // The old setting is believed until its minute is over; the call that needs a new one then says so.
            Log.ClockFailed(_log, _address, failure.Error.Kind, failure.Error.Code);
        }
    }

    /// <summary>Takes the quickest of up to three readings: the first may carry a connection's making.</summary>
    private async Task<bool> SetAsync()
    {
        Setting? best = null;
        for (var attempt = 0; attempt < 3 && (best is null || best.RoundTrip > GoodRoundTrip); attempt++)
        {
            var reading = await _read();
            if (reading.RoundTrip < _slowest && (best is null || reading.RoundTrip < best.RoundTrip))
            {
                best = Take(reading);
            }
        }

        if (best is null)
        {
            throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.ClockSkew, "CLOCK_UNKNOWN",
                "The exchange's clock could not be read closely enough."));
        }

        Volatile.Write(ref _current, best);
        var offset = best.ServerAtReceipt - (best.WallAt - DateTimeOffset.UnixEpoch);
        Log.ClockSet(_log, _address, offset.TotalMilliseconds, best.RoundTrip.TotalMilliseconds);
        return true;
    }

    private Setting Take(ClockReading reading)
    {
        var half = reading.RoundTrip / 2;
        var lead = half < LargestLead ? half : LargestLead;
        return new Setting(
            _time.GetTimestamp(), _time.GetUtcNow(),
            TimeSpan.FromMilliseconds(reading.ServerMilliseconds) + lead, lead, reading.RoundTrip);
    }

    private sealed record Setting(
        long Stamp, DateTimeOffset WallAt, TimeSpan ServerAtReceipt, TimeSpan Ahead, TimeSpan RoundTrip);
}

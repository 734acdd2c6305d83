namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>The exchange's own idea of the time, which can be made to differ from everybody else's.</summary>
internal sealed class ExchangeClock(TimeProvider clock)
{
    private long _skew;

    public TimeProvider Source => clock;

    /// <summary>Milliseconds that this clock is ahead.</summary>
    public long Skew
    {
        get => Volatile.Read(ref _skew);
        set => Volatile.Write(ref _skew, value);
    }

    /// <summary>Milliseconds since 1970.</summary>
    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds() + Skew;
}

namespace TradingPlatform.Contract.Storage;

/// <summary>Time stands still until a test moves it. Timers are real, so that a retry's wait ends.</summary>
public sealed class SettableClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}

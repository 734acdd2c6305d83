using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Health;

/// <summary>How well the way to an exchange works, as one number: 100 is without fault, 0 is of no use.</summary>
public static class HealthScore
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    /// <summary>The score of a connection at a moment.</summary>
    /// <param name="vitals">How it has fared.</param>
    /// <param name="streams">How many accounts' streams should stand over it.</param>
    /// <param name="live">How many of them do, and are whole.</param>
    public static int Of(ConnectionVitals vitals, int streams, int live)
    {
        ArgumentNullException.ThrowIfNull(vitals);
        if (vitals.IsBanned || (vitals.Calls > 0 && vitals.Failures == vitals.Calls))
        {
            return 0;
        }

        var score = 100
            - Share(vitals.Latency is { } took ? (took - Quick) / (Slow - Quick) : 0, 25)
            // One failed call in four is half of what there is to lose: orders would be left in doubt.
            - Share(vitals.Calls == 0 ? 0 : 2.0 * vitals.Failures / vitals.Calls, 60)
            - Share((vitals.WeightUsed - 0.8) / 0.2, 20)
            - (vitals.ClockOffset is null ? 40 : 0)
            - Share(streams == 0 ? 0 : 1 - ((double)live / streams), 30);
        // While it wants silence nothing can be sent but what waits.
        return Math.Clamp(score, 0, vitals.SilentFor is null ? 100 : 40);
    }

    private static int Share(double of, int points) => (int)Math.Round(Math.Clamp(of, 0, 1) * points);
}

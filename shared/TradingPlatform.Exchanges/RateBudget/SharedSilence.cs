using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.RateBudget;

/// <summary>One address's share in the silences that all our processes keep.</summary>
/// <param name="silences">Where they are kept.</param>
/// <param name="origin">The exchange's address.</param>
/// <param name="clock">Says when to look again.</param>
/// <param name="log">Where it is written that they could not be reached.</param>
public sealed class SharedSilence(ExchangeSilences silences, Uri origin, TimeProvider clock, ILogger log)
{
    // A read a second, however many calls there are: until then one more call may go out, as it would have anyway.
    private static readonly long LookEvery = TimeSpan.FromSeconds(1).Ticks;

    private long _looked = long.MinValue;

    /// <summary>True, once a second and for one caller, where it is time to look.</summary>
    public bool TryBecomeDue()
    {
        var now = clock.GetUtcNow().Ticks;
        var looked = Interlocked.Read(ref _looked);
        return (looked > now || now >= looked + LookEvery || looked == long.MinValue)
            && Interlocked.CompareExchange(ref _looked, now, looked) == looked;
    }

    /// <summary>What other processes were told; null where they were told nothing, or it cannot be learnt.</summary>
    public async Task<BudgetRefusal?> LookAsync(CancellationToken cancellation)
    {
        try
        {
            return await silences.FindAsync(origin, cancellation) is { } silence
                ? new BudgetRefusal(silence.Banned, silence.Until - clock.GetUtcNow())
                : null;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // What this process itself was told holds all the same.
            Log.SilenceNotShared(log, origin, e.GetType().Name);
            return null;
        }
    }

    /// <summary>Tells the other processes. That it could not is logged, and changes nothing for the caller.</summary>
    public async Task TellAsync(TimeSpan pause, bool banned)
    {
        try
        {
            await silences.KeepAsync(origin, new Silence(clock.GetUtcNow() + pause, banned), CancellationToken.None);
        }
        catch (Exception e)
        {
            // The answer that asked for silence must reach its caller whatever the store does.
            Log.SilenceNotShared(log, origin, e.GetType().Name);
        }
    }
}

namespace TradingPlatform.Hosting.RateLimits;

/// <summary>
/// The arithmetic of a sliding window of one minute, kept as two counters: what was used in the present clock minute,
/// and in the one before, which counts for as much of it as the window still covers.
/// </summary>
/// <remarks>
/// Chosen over a log of every use because two numbers can be kept by one guarded add in a shared store, whatever the
/// limit. Its price: it takes the last minute's uses as spread evenly, so within one window a caller whose uses came
/// late in it can pass by up to the share that has slid out. No clock minute ever exceeds the limit. Fractions round
/// against the caller. Milliseconds throughout, in whole numbers.
/// </remarks>
/// <param name="Minute">Which clock minute, counted from 1970.</param>
/// <param name="Elapsed">Milliseconds of it that have passed.</param>
internal readonly record struct SlidingWindow(long Minute, int Elapsed)
{
    internal const int Length = 60_000;

    internal static SlidingWindow At(DateTimeOffset now)
    {
        var time = now.ToUnixTimeMilliseconds();
        return new SlidingWindow(time / Length, (int)(time % Length));
    }

    /// <summary>How many of the minute before still count.</summary>
    internal long Carried(long previous) => Fade(previous, Elapsed);

    /// <summary>The answer to an attempt that passed, the present minute's counter being as it was left.</summary>
    internal RateLimitUse Taken(int limit, long current, long previous) =>
        new(Taken: true, limit, Remaining(limit, current, previous), TimeSpan.FromMilliseconds(Length - Elapsed));

    /// <summary>The answer to an attempt that did not pass.</summary>
    internal RateLimitUse Refused(int limit, int amount, long current, long previous) =>
        new(Taken: false, limit, Remaining(limit, current, previous), Wait(limit, amount, current, previous));

    private int Remaining(int limit, long current, long previous) =>
        (int)Math.Max(0, limit - current - Carried(previous));

    /// <summary>How long until the amount passes if nothing else is used. A whole minute where it never will.</summary>
    private TimeSpan Wait(int limit, int amount, long current, long previous)
    {
        var room = limit - amount - current;
        if (room >= 0)
        {
            return TimeSpan.FromMilliseconds(Math.Max(0, TimeToFade(previous, room) - Elapsed));
        }

        return amount > limit
            ? TimeSpan.FromMilliseconds(Length)
            : TimeSpan.FromMilliseconds(Length - Elapsed + TimeToFade(current, limit - amount));
    }

    private static long Fade(long used, long elapsed) => ((used * (Length - elapsed)) + Length - 1) / Length;

    /// <summary>The least number of milliseconds into a minute after which <c>Fade(used, …)</c> is within the room.</summary>
    private static long TimeToFade(long used, long room) =>
        used <= room ? 0 : Length - (room * Length / used);
}

using System.Numerics;

namespace TradingPlatform.Simulation.Kernel;

/// <summary>
/// One stream of chance: xoshiro256**, written out here so that a seed means the same run on every runtime.
/// </summary>
internal sealed class Chance
{
    private ulong _a, _b, _c, _d;

    /// <summary>A stream of a seed; streams of one seed are apart, so that drawing from one moves no other.</summary>
    public Chance(ulong seed, ulong stream)
    {
        var state = seed ^ unchecked(stream * 0x9E3779B97F4A7C15);
        (_a, _b, _c, _d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(unchecked(_b * 5), 7);
        result = unchecked(result * 9);
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>From 0 up to, and not including, the bound.</summary>
    public int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>From the lower to the upper, both included.</summary>
    public int Between(int lower, int upper) => lower + Below(upper - lower + 1);

    /// <summary>From 0 up to 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Happens(double rate) => rate > 0 && Share() < rate;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    public TimeSpan Between(TimeSpan lower, TimeSpan upper) =>
        lower + TimeSpan.FromTicks((long)((upper - lower).Ticks * Share()));

    private static ulong Split(ref ulong state) => unchecked(Mix(state += 0x9E3779B97F4A7C15));

    private static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}

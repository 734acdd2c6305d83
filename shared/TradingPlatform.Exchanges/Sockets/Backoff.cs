namespace TradingPlatform.Exchanges.Sockets;

/// <summary>Waits that double, spread by chance, so that those who lost one server do not come back as one.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> chance)
{
    private int _attempt;

    /// <summary>The next wait: between half and the whole of its length.</summary>
    public TimeSpan Next()
    {
        var length = first * Math.Pow(2, _attempt);
        if (length < longest)
        {
            _attempt++;
        }
        else
        {
            length = longest;
        }

        return length * (0.5 + (chance() / 2));
    }

    public void Reset() => _attempt = 0;
}

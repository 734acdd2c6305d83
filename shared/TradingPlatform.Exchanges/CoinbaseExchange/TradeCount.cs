namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>Whether every trade of a pair has come: they are numbered one by one.</summary>
internal sealed class TradeCount
{
    private long? _last;
    private long? _told;

    /// <summary>A trade came. False where one before it did not.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="isFirst">It is the one that a subscription begins with.</param>
    public bool Trade(long number, bool isFirst)
    {
        var isNext = isFirst || _last is not { } last || number <= last + 1;
        _last = Math.Max(_last ?? 0, number);
        return isNext;
    }

    /// <summary>
    /// A heartbeat named the last trade. False where the one that the heartbeat before it named has not come: the two
    /// ways of telling may overtake one another by less than a heartbeat.
    /// </summary>
    public bool Heartbeat(long number)
    {
        var isWhole = _told is not { } told || _last >= told;
        // Before the first trade there is nothing to compare with.
        _told = _last is null ? null : number;
        return isWhole;
    }
}

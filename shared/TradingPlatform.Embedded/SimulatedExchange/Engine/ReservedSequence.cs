namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>Ascending numbers that are never given twice, also after a crash: a range is stored before its numbers
/// are used, and a restart goes on behind the stored range.</summary>
internal sealed class ReservedSequence(string name, long range)
{
    private long _reserved;

    public string Name => name;

    /// <summary>The last number given; 0 before the first.</summary>
    public long Last { get; private set; }

    public void Restore(long reserved)
    {
        _reserved = reserved;
        Last = reserved;
    }

    public long Next(ChangeSet changes)
    {
        if (Last == _reserved)
        {
            _reserved += range;
            changes.Counters[name] = _reserved;
        }

        return ++Last;
    }
}

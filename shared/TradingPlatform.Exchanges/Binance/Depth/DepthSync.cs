using System.Buffers;

namespace TradingPlatform.Exchanges.Binance.Depth;

/// <summary>What an update did to a book.</summary>
internal enum DepthStep
{
    /// <summary>It is no update of a book.</summary>
    None = 1,

    /// <summary>It was kept until the snapshot is here.</summary>
    Kept,

    /// <summary>The book holds it.</summary>
    Applied,

    /// <summary>The book held it before.</summary>
    Old,

    /// <summary>An update is missing before it: the book begins anew with this one.</summary>
    Gap,
}

/// <summary>
/// Keeps a book in step with its exchange's by the documented way (FACTS.md E2, 'Local book'): updates are kept until a
/// snapshot is here that they go on from; whatever is missing later starts it over.
/// </summary>
/// <remarks>Not safe for many callers at once. A steady update costs no memory.</remarks>
internal sealed class DepthSync
{
    // Some hundred thousand updates. What waits longer than that for a snapshot begins anew.
    private const int MostKeptBytes = 64 * 1024 * 1024;

    private readonly DepthUpdate _update = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly List<int> _keptLengths = [];
    private long _firstKept;

    public DepthBook Book { get; } = new();

    /// <summary>The book is the exchange's, as of its last update.</summary>
    public bool InStep { get; private set; }

    /// <summary>How often it had to begin anew.</summary>
    public int Gaps { get; private set; }

    /// <summary>When the last update was, by the exchange's clock in milliseconds.</summary>
    public long At { get; private set; }

    /// <summary>Takes one event of the stream.</summary>
    public DepthStep Take(ReadOnlySpan<byte> message)
    {
        if (!_update.TryReadEvent(message))
        {
            return DepthStep.None;
        }

        if (!InStep)
        {
            return Keep(message);
        }

        var step = Advance();
        if (step == DepthStep.Gap)
        {
            Restart();
            Keep(message);
        }

        return step;
    }

    /// <summary>Takes a snapshot. False where it does not reach the first update that was kept: ask anew.</summary>
    public bool TrySnapshot(DepthUpdate snapshot)
    {
        // One that ends right before the first kept update misses nothing either. Where none was kept yet, the first
        // that comes will show whether something is missing.
        if (_keptLengths.Count > 0 && snapshot.Last + 1 < _firstKept)
        {
            return false;
        }

        Book.Replace(snapshot);
        var kept = _kept.WrittenSpan;
        foreach (var length in _keptLengths)
        {
            _update.TryReadEvent(kept[..length]);
            kept = kept[length..];
            if (Advance() == DepthStep.Gap)
            {
                Restart();
                return false;
            }
        }

        InStep = true;
        Forget();
        return true;
    }

    /// <summary>Begins anew: what comes next is kept until a snapshot is here.</summary>
    public void Restart()
    {
        Gaps += InStep ? 1 : 0;
        InStep = false;
        Forget();
    }

    private DepthStep Advance()
    {
        if (_update.Last <= Book.LastUpdateId)
        {
            return DepthStep.Old;
        }

        if (_update.First > Book.LastUpdateId + 1)
        {
            return DepthStep.Gap;
        }

        Book.Apply(_update);
        At = _update.At;
        return DepthStep.Applied;
    }

    private DepthStep Keep(ReadOnlySpan<byte> message)
    {
        if (_kept.WrittenCount + message.Length > MostKeptBytes)
        {
            Forget();
        }

        if (_keptLengths.Count == 0)
        {
            _firstKept = _update.First;
        }

        _kept.Write(message);
        _keptLengths.Add(message.Length);
        return DepthStep.Kept;
    }

    private void Forget()
    {
        _kept.ResetWrittenCount();
        _keptLengths.Clear();
    }
}

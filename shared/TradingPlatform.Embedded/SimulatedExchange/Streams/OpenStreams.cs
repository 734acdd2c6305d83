namespace TradingPlatform.Embedded.SimulatedExchange.Streams;

/// <summary>Every WebSocket that is open, and what they are to suffer (<c>/sim/streams</c>).</summary>
internal sealed class OpenStreams
{
    private readonly Lock _gate = new();
    private readonly List<StreamConnection> _open = [];
    private int _withheld;
    private int _repeated;
    private int _reversed;
    private int _refused;
    private (int Status, long RetryAfter) _refusal;

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    public void Add(StreamConnection connection)
    {
        lock (_gate)
        {
            _open.Add(connection);
        }
    }

    public void Remove(StreamConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection);
        }
    }

    /// <summary>Drops every connection without a word. Returns how many.</summary>
    public int Cut()
    {
        lock (_gate)
        {
            _open.ForEach(static connection => connection.Cut());
            return _open.Count;
        }
    }

    /// <summary>Says to each that it will be cut soon.</summary>
    public int Announce(Func<StreamConnection, byte[]> message)
    {
        lock (_gate)
        {
            _open.ForEach(connection => connection.Send(message(connection)));
            return _open.Count;
        }
    }

    /// <summary>So many events from now on are lost, while everything else goes on.</summary>
    public int Withhold(int events)
    {
        Volatile.Write(ref _withheld, events);
        return events;
    }

    /// <summary>So many events from now on are told twice.</summary>
    public int Repeat(int events)
    {
        Volatile.Write(ref _repeated, events);
        return events;
    }

    /// <summary>So many events from now on are held back, and then told in the opposite order.</summary>
    public int Reverse(int events)
    {
        Volatile.Write(ref _reversed, events);
        return events;
    }

    /// <summary>So many handshakes from now on are answered with a status instead.</summary>
    public int Refuse(int handshakes, int status, long retryAfter)
    {
        lock (_gate)
        {
            _refusal = (status, retryAfter);
            return _refused = handshakes;
        }
    }

    /// <summary>The status to refuse this handshake with, or null.</summary>
    public (int Status, long RetryAfter)? TakeRefusal()
    {
        lock (_gate)
        {
            return _refused > 0 && _refused-- > 0 ? _refusal : null;
        }
    }

    /// <summary>How often the next event is told.</summary>
    public int TakeTimes() => TakeOne(ref _withheld) ? 0 : TakeOne(ref _repeated) ? 2 : 1;

    /// <summary>Whether the next event is held back, and whether it is the last of those.</summary>
    public (bool IsHeld, bool IsLast) TakeHeld() =>
        TakeOne(ref _reversed) ? (true, Volatile.Read(ref _reversed) == 0) : default;

    private static bool TakeOne(ref int left)
    {
        while (Volatile.Read(ref left) is > 0 and var seen)
        {
            if (Interlocked.CompareExchange(ref left, seen - 1, seen) == seen)
            {
                return true;
            }
        }

        return false;
    }
}

using System.Collections.Immutable;

namespace TradingPlatform.Core.Health;

/// <summary>When a way is left for another one, and when the first one is gone back to.</summary>
public sealed record FallbackRules
{
    /// <summary>So many calls must have failed, and be at least half of the latest.</summary>
    public int MostFailures { get; init; } = 3;

    /// <summary>How far back the latest calls reach, beside that they are at most ten.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a way is kept at least, whatever it does.</summary>
    public TimeSpan Dwell { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many probes in a row the first way must answer before it is gone back to.</summary>
    public int ProbesToReturn { get; init; } = 3;

    /// <summary>How often it is probed.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The first way is probed only after a dwell, which doubles up to this where it was left soon after a return.
    /// </summary>
    public TimeSpan LongestDwell { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>
/// Which of several ways the next call goes, by how the calls before have ended. It sends nothing and repeats nothing:
/// a call that has begun stays on the way that it began, however that ends. Safe for many callers.
/// </summary>
/// <typeparam name="T">A way: an address, an exchange.</typeparam>
public sealed class Fallback<T>
    where T : notnull
{
    private const int MostOutcomes = 10;

    private readonly ImmutableArray<T> _all;
    private readonly FallbackRules _rules;
    private readonly TimeProvider _time;
    private readonly Action<T, T> _moved;
    private readonly Lock _lock = new();
    private readonly Queue<(long At, bool Failed)> _outcomes = new(MostOutcomes);
    private volatile int _at;
    private long? _movedAt;
    private long? _probedAt;
    private TimeSpan _dwell;
    private int _probes;
    private bool _isProbing;

    /// <summary>Begins with the first.</summary>
    /// <param name="ways">In the order in which they are tried; the first is the one that is wanted.</param>
    /// <param name="rules">When to move.</param>
    /// <param name="time">Monotonic.</param>
    /// <param name="moved">Told of each move, from where to where.</param>
    public Fallback(ImmutableArray<T> ways, FallbackRules rules, TimeProvider time, Action<T, T> moved)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (ways.IsDefaultOrEmpty)
        {
            throw new ArgumentException("There is no way.", nameof(ways));
        }

        (_all, _rules, _time, _moved, _dwell) = (ways, rules, time, moved, rules.Dwell);
    }

    /// <summary>The one that is wanted.</summary>
    public T First => _all[0];

    /// <summary>Where the next call goes.</summary>
    public T Current => _all[_at];

    /// <summary>A call has ended.</summary>
    /// <param name="way">Where it went; one that was left since is heard no more.</param>
    /// <param name="failed">
    /// There was no answer, or one that no working exchange gives. A refusal is an answer.
    /// </param>
    public void Heard(T way, bool failed)
    {
        if (_all.Length == 1)
        {
            return;
        }

        lock (_lock)
        {
            if (!EqualityComparer<T>.Default.Equals(way, _all[_at]))
            {
                return;
            }

            while (_outcomes.TryPeek(out var oldest)
                && (_outcomes.Count == MostOutcomes || _time.GetElapsedTime(oldest.At) > _rules.Within))
            {
                _outcomes.Dequeue();
            }

            _outcomes.Enqueue((_time.GetTimestamp(), failed));
            var failures = _outcomes.Count(outcome => outcome.Failed);
            if (failures >= _rules.MostFailures && failures * 2 >= _outcomes.Count && Stayed(_rules.Dwell))
            {
                Move((_at + 1) % _all.Length);
            }
        }
    }

    /// <summary>
    /// True, for one caller at a time, where the first one is to be probed. The caller must tell how it went.
    /// </summary>
    public bool TryBeginProbe()
    {
        if (_at == 0)
        {
            return false;
        }

        lock (_lock)
        {
            if (_at == 0 || _isProbing || !Stayed(_dwell)
                || (_probedAt is { } last && _time.GetElapsedTime(last) < _rules.ProbeEvery))
            {
                return false;
            }

            (_isProbing, _probedAt) = (true, _time.GetTimestamp());
            return true;
        }
    }

    /// <summary>A probe of the first one has ended.</summary>
    public void Probed(bool failed)
    {
        lock (_lock)
        {
            _isProbing = false;
            _probes = failed ? 0 : _probes + 1;
            if (_at != 0 && _probes >= _rules.ProbesToReturn)
            {
                Move(0);
            }
        }
    }

    private bool Stayed(TimeSpan dwell) => _movedAt is not { } moved || _time.GetElapsedTime(moved) >= dwell;

    private void Move(int to)
    {
        if (_at == 0)
        {
            // Left again soon after it was gone back to: its probes promise more than it keeps.
            var isSoon = !Stayed(_dwell * 2) && _movedAt is not null;
            _dwell = !isSoon ? _rules.Dwell
                : _dwell * 2 < _rules.LongestDwell ? _dwell * 2 : _rules.LongestDwell;
        }

        var from = _all[_at];
        (_at, _movedAt, _probedAt, _probes) = (to, _time.GetTimestamp(), null, 0);
        _outcomes.Clear();
        _moved(from, _all[to]);
    }
}

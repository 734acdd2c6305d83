namespace TradingPlatform.Contract.Venues;

/// <summary>What becomes of an account's changes on their way to whoever hears of them.</summary>
internal sealed class EventFaults
{
    private readonly Lock _gate = new();
    private readonly Stack<Action> _held = new();
    private int _lost;
    private int _repeated;
    private int _reversed;

    /// <summary>Nothing is told, while everything else of the connection goes on.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>So many changes from now on are told by nothing.</summary>
    public void Lose(int changes) => Set(ref _lost, changes);

    /// <summary>So many changes from now on are told twice.</summary>
    public void Repeat(int changes) => Set(ref _repeated, changes);

    /// <summary>So many changes from now on are held back, and then told in the opposite order.</summary>
    public void Reverse(int changes) => Set(ref _reversed, changes);

    /// <summary>Tells a change, unless, or as often, or when its faults let it.</summary>
    public void Pass(Action tell)
    {
        lock (_gate)
        {
            if (IsFrozen || Take(ref _lost))
            {
                return;
            }

            if (Take(ref _reversed))
            {
                _held.Push(tell);
                while (_reversed == 0 && _held.TryPop(out var held))
                {
                    held();
                }

                return;
            }

            tell();
            if (Take(ref _repeated))
            {
                tell();
            }
        }
    }

    private static bool Take(ref int left) => left > 0 && left-- > 0;

    private void Set(ref int count, int to)
    {
        lock (_gate)
        {
            count = to;
        }
    }
}

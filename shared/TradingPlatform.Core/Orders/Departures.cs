namespace TradingPlatform.Core.Orders;

/// <summary>
/// Bounds how many orders stand between being stored and being sent, so that they wait before they are signed and not
/// after: whoever is in is through the gate in time. How many that can be depends on how fast the store is, so the
/// bound
/// follows what is seen: one that came through in time raises it a little, one that did not halves it.
/// </summary>
public sealed class Departures
{
    private const double Most = 64;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private double _bound = 16;
    private int _inside;

    /// <summary>Waits for a place. To be left once the order is sent, or will not be.</summary>
    public async Task<Place> EnterAsync(CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_inside < (int)_bound)
            {
                _inside++;
                return new Place(this);
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using var givenUp = cancellation.Register(() => turn.TrySetCanceled(cancellation));
        await turn.Task;
        return new Place(this);
    }

    private void Leave()
    {
        lock (_lock)
        {
            _inside--;
            while (_inside < (int)_bound && _waiting.TryDequeue(out var next))
            {
                // One that gave up has been cancelled already, and takes no place.
                _inside += next.TrySetResult() ? 1 : 0;
            }
        }
    }

    private void Learn(bool inTime)
    {
        lock (_lock)
        {
            _bound = inTime ? Math.Min(Most, _bound + (1 / _bound)) : Math.Max(1, _bound / 2);
        }
    }

    /// <summary>A place among those under way.</summary>
    public sealed class Place : IDisposable
    {
        private readonly Departures _departures;
        private bool _left;

        internal Place(Departures departures) => _departures = departures;

        /// <summary>Says whether the order was through the gate in time to be sent.</summary>
        public void Passed(bool inTime) => _departures.Learn(inTime);

        /// <summary>Leaves it to the next. A second time does nothing.</summary>
        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                _departures.Leave();
            }
        }
    }
}

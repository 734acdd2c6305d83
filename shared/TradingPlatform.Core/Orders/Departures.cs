namespace TradingPlatform.Core.Orders;

/// <summary>
/// Bounds how many orders stand between being stored and being sent, so that they wait before they are signed and not
/// after: whoever is in is through the gate in time. How many that can be depends on how fast the store is, so the
/// bound follows what is seen: as many as it lets in, all in time, raise it by one; one that was not halves it.
/// </summary>
public sealed class Departures
{
    private const int Most = 64;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _bound = 16;
    private int _inTime;
    private int _inside;

    /// <summary>Waits for a place. To be left once the order is sent, or will not be.</summary>
    public async Task<Place> EnterAsync(CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_inside < _bound)
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
            while (_inside < _bound && _waiting.TryDequeue(out var next))
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
            if (!inTime)
            {
                (_bound, _inTime) = (Math.Max(1, _bound / 2), 0);
            }
            else if (++_inTime >= _bound)
            {
                (_bound, _inTime) = (Math.Min(Most, _bound + 1), 0);
            }
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

namespace TradingPlatform.Exchanges.Sockets;

/// <summary>Lets at most so many messages leave within any second; the next one waits.</summary>
/// <remarks>For one sender at a time.</remarks>
internal sealed class MessagePace(int perSecond, TimeProvider time)
{
    private readonly Queue<long> _sent = new(perSecond);

    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        while (_sent.Count == perSecond)
        {
            // The exchange counts when a message arrives, which is no more even than when it leaves.
            var left = TimeSpan.FromSeconds(1.05) - time.GetElapsedTime(_sent.Peek());
            if (left <= TimeSpan.Zero)
            {
                _sent.Dequeue();
                continue;
            }

            await Task.Delay(left, time, cancellation);
        }

        _sent.Enqueue(time.GetTimestamp());
    }
}

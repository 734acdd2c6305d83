using System.Buffers;

namespace TradingPlatform.Exchanges.Http;

/// <summary>What came back: the whole body in a rented buffer, which disposing gives back.</summary>
internal sealed class WireAnswer(int status, byte[] buffer, int length, TimeSpan? retryAfter) : IDisposable
{
    private byte[]? _buffer = buffer;

    public int Status { get; } = status;

    /// <summary>The exchange's <c>Retry-After</c>; null where it sent none.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool IsSuccess => Status is >= 200 and < 300;

    public ReadOnlySpan<byte> Body => _buffer.AsSpan(0, length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { Length: > 0 } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

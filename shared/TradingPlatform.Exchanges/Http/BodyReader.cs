using System.Buffers;

namespace TradingPlatform.Exchanges.Http;

/// <summary>Reads a whole body into a rented buffer, up to a bound.</summary>
internal static class BodyReader
{
    private const int FirstGuess = 4096;

    /// <exception cref="IOException">The body is larger than the bound, or shorter than it said.</exception>
    public static async ValueTask<(byte[] Buffer, int Length)> ReadAsync(
        HttpContent content, int maxBytes, CancellationToken cancellation)
    {
        var stated = content.Headers.ContentLength;
        if (stated > maxBytes)
        {
            throw new IOException("The answer is larger than an answer may be.");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(stated is { } size ? (int)size + 1 : FirstGuess);
        var length = 0;
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellation);
            await using (stream)
            {
                while (await stream.ReadAsync(buffer.AsMemory(length), cancellation) is > 0 and var read)
                {
                    length += read;
                    buffer = length < buffer.Length ? buffer : Grow(buffer, length, maxBytes);
                }
            }

            return (buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer, int length, int maxBytes)
    {
        if (length > maxBytes)
        {
            throw new IOException("The answer is larger than an answer may be.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}

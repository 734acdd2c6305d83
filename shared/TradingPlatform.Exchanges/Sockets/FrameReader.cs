using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace TradingPlatform.Exchanges.Sockets;

/// <summary>What a frame holds (RFC 6455, section 11.8); the values are the wire's.</summary>
internal enum FrameKind
{
    /// <summary>Goes on with a message.</summary>
    Continuation = 0,

    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>Bytes.</summary>
    Binary = 2,

    /// <summary>The end.</summary>
    Close = 8,

    /// <summary>A question for a sign of life.</summary>
    Ping = 9,

    /// <summary>The answer to it.</summary>
    Pong = 10,
}

/// <summary>A whole message, or a control frame.</summary>
internal readonly ref struct Frame(FrameKind kind, ReadOnlySpan<byte> payload)
{
    public FrameKind Kind { get; } = kind;

    /// <summary>Good until the reader is asked for the next one.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;
}

/// <summary>The other side broke RFC 6455.</summary>
internal sealed class FrameException(string what) : Exception(what);

/// <summary>
/// Takes a server's frames out of one reused buffer, as many as a read has brought, without a copy; only a fragmented
/// message is put together elsewhere.
/// </summary>
/// <remarks>Not safe for many callers: a session has one reader.</remarks>
internal sealed class FrameReader(int maxMessageBytes) : IDisposable
{
    private const int LongestHeader = 10;
    private const int FirstSize = 64 * 1024;
    private const int LongestControl = 125;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private byte[]? _fragments;
    private int _fragmentBytes;
    private FrameKind? _fragmented;
    private int _start;
    private int _end;
    private int _needed;

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
        else if (_buffer.Length - _end < _buffer.Length / 4)
        {
            MakeRoom();
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>So many bytes came.</summary>
    public void Take(int bytes) => _end += bytes;

    /// <summary>The next message or control frame that is here whole.</summary>
    /// <exception cref="FrameException">The other side broke the protocol.</exception>
    public bool TryRead(out Frame frame)
    {
        while (TryReadFrame(out var kind, out var isLast, out var payload))
        {
            if (kind >= FrameKind.Close)
            {
                frame = new Frame(kind, payload);
                return true;
            }

            if ((kind == FrameKind.Continuation) != _fragmented.HasValue)
            {
                throw new FrameException("a message within a message");
            }

            if (isLast && kind != FrameKind.Continuation)
            {
                frame = Whole(kind, payload);
                return true;
            }

            if (Gather(kind, isLast, payload))
            {
                frame = Whole(_fragmented!.Value, _fragments.AsSpan(0, _fragmentBytes));
                _fragmented = null;
                return true;
            }
        }

        frame = default;
        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        if (_fragments is { } fragments)
        {
            ArrayPool<byte>.Shared.Return(fragments);
            _fragments = null;
        }
    }

    private static Frame Whole(FrameKind kind, ReadOnlySpan<byte> payload) =>
        kind != FrameKind.Text || Utf8.IsValid(payload)
            ? new Frame(kind, payload)
            : throw new FrameException("text that is no UTF-8");

    private bool TryReadFrame(out FrameKind kind, out bool isLast, out ReadOnlySpan<byte> payload)
    {
        (kind, isLast) = (default, default);
        payload = default;
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.Length < 2)
        {
            return false;
        }

        var (first, second) = (bytes[0], bytes[1]);
        var header = second switch { < 126 => 2, 126 => 4, 127 => 10, _ => throw new FrameException("a mask") };
        if (bytes.Length < header)
        {
            return false;
        }

        var length = header switch
        {
            2 => second,
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
        };
        (kind, isLast) = ((FrameKind)(first & 0x0F), (first & 0x80) != 0);
        Check(first, kind, isLast, length);
        if ((ulong)(bytes.Length - header) < length)
        {
            _needed = header + (int)length;
            return false;
        }

        _needed = 0;
        payload = bytes.Slice(header, (int)length);
        _start += header + (int)length;
        return true;
    }

    private void Check(byte first, FrameKind kind, bool isLast, ulong length)
    {
        if ((first & 0x70) != 0)
        {
            throw new FrameException("an extension that was not asked for");
        }

        if (kind is not (FrameKind.Continuation or FrameKind.Text or FrameKind.Binary)
            && (kind is not (FrameKind.Close or FrameKind.Ping or FrameKind.Pong)
                || !isLast || length > LongestControl))
        {
            throw new FrameException("a control frame that is none");
        }

        if (length > (ulong)maxMessageBytes)
        {
            throw new FrameException("a message that is too long");
        }
    }

    /// <summary>Adds a part of a message; true where it is whole.</summary>
    private bool Gather(FrameKind kind, bool isLast, ReadOnlySpan<byte> part)
    {
        if (kind != FrameKind.Continuation)
        {
            (_fragmented, _fragmentBytes) = (kind, 0);
        }

        if (_fragmentBytes + part.Length > maxMessageBytes)
        {
            throw new FrameException("a message that is too long");
        }

        _fragments ??= ArrayPool<byte>.Shared.Rent(FirstSize);
        if (_fragments.Length < _fragmentBytes + part.Length)
        {
            _fragments = Grow(_fragments, 0, _fragmentBytes, _fragmentBytes + part.Length);
        }

        part.CopyTo(_fragments.AsSpan(_fragmentBytes));
        _fragmentBytes += part.Length;
        return isLast;
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        // What is waited for must fit; and a read should not come for a few bytes at a time.
        if (Math.Max(_needed, held) + LongestHeader > _buffer.Length * 3 / 4)
        {
            _buffer = Grow(_buffer, _start, held, Math.Max(_needed + LongestHeader, _buffer.Length) * 2);
        }
        else
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, held);
        }

        (_start, _end) = (0, held);
    }

    private static byte[] Grow(byte[] buffer, int start, int length, int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Buffer.BlockCopy(buffer, start, larger, 0, length);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}

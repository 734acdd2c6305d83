using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TradingPlatform.Exchanges.Sockets;

/// <summary>Writes a client's frames: whole, and masked as RFC 6455 asks of clients.</summary>
internal static class FrameWriter
{
    /// <summary>One frame.</summary>
    public static byte[] Write(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var header = payload.Length switch { < 126 => 2, <= ushort.MaxValue => 4, _ => 10 };
        var frame = new byte[header + 4 + payload.Length];
        frame[0] = (byte)(0x80 | (int)kind);
        switch (header)
        {
            case 2:
                frame[1] = (byte)(0x80 | payload.Length);
                break;
            case 4:
                frame[1] = 0x80 | 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                break;
            default:
                frame[1] = 0x80 | 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
                break;
        }

        var mask = frame.AsSpan(header, 4);
        RandomNumberGenerator.Fill(mask);
        var masked = frame.AsSpan(header + 4);
        for (var at = 0; at < payload.Length; at++)
        {
            masked[at] = (byte)(payload[at] ^ mask[at & 3]);
        }

        return frame;
    }
}

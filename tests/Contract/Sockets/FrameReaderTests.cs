using System.Buffers.Binary;
using System.Text;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Contract.Sockets;

public sealed class FrameReaderTests
{
    private const int Most = 1 << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(int.MaxValue)]
    public void Messages_are_whole_however_the_bytes_come(int atATime)
    {
        string[] said = ["", "a", new('b', 125), new('c', 126), new('d', 65_535), new('e', 65_536), new('f', 300_000)];
        byte[] wire = [.. said.SelectMany(text => Frame(1, true, Encoding.UTF8.GetBytes(text)))];
        Assert.Equal(said.Select(text => (FrameKind.Text, text)), Read(wire, atATime));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void A_message_in_parts_is_put_together_and_control_frames_may_stand_between(int atATime)
    {
        byte[] wire =
        [
            .. Frame(1, false, "{\"a\":"u8), .. Frame(9, true, "p"u8), .. Frame(0, false, "\"ü"u8[..2]),
            .. Frame(0, true, [.. "ü"u8[1..], .. "\"}"u8]), .. Frame(1, true, "next"u8), .. Frame(8, true, [3, 232]),
        ];
        Assert.Equal(
            [(FrameKind.Ping, "p"), (FrameKind.Text, "{\"a\":\"ü\"}"), (FrameKind.Text, "next"), (FrameKind.Close, "")],
            Read(wire, atATime).Select(frame => frame.Kind == FrameKind.Close ? (frame.Kind, "") : frame));
    }

    [Fact]
    public void What_breaks_the_protocol_is_refused()
    {
        byte[][] broken =
        [
            [0x81, 0x81, 1, 2, 3, 4, 5], // masked by a server
            [0xC1, 0x00], // compressed, which nobody asked for
            [0x83, 0x00], // no such kind
            [0x8B, 0x00], // no such control frame
            [0x09, 0x00], // a ping in parts
            [0x89, 0x7E, 0x00, 0x7E], // a ping that is too long
            [0x80, 0x00], // goes on with nothing
            [0x01, 0x01, (byte)'a', 0x81, 0x01, (byte)'b'], // a message within a message
            [0x81, 0x02, 0xC3, 0x28], // no UTF-8
            [0x81, 0x7F, 0, 0, 0, 0, 0x40, 0, 0, 0], // a gigabyte
            [0x81, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        ];
        Assert.All(broken, wire => Assert.Throws<FrameException>(() => Read(wire, int.MaxValue)));
    }

    [Fact]
    public void Parts_that_never_end_are_refused()
    {
        byte[] part = Frame(0, false, new byte[64 * 1024]);
        byte[] wire = [.. Frame(1, false, "x"u8), .. Enumerable.Repeat(part, 17).SelectMany(bytes => bytes)];
        Assert.Throws<FrameException>(() => Read(wire, int.MaxValue));
    }

    [Fact]
    public void A_message_costs_no_memory()
    {
        var wire = Frame(1, true, Encoding.ASCII.GetBytes(new string('x', 250)));
        using var reader = new FrameReader(Most);
        var length = 0;
        void Feed()
        {
            wire.CopyTo(reader.Free());
            reader.Take(wire.Length);
            while (reader.TryRead(out var frame))
            {
                length += frame.Payload.Length;
            }
        }

        Feed();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var message = 0; message < 10_000; message++)
        {
            Feed();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(250 * 10_001, length);
    }

    internal static byte[] Frame(int kind, bool isLast, ReadOnlySpan<byte> payload)
    {
        var first = (byte)((isLast ? 0x80 : 0) | kind);
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)payload.Length],
            <= ushort.MaxValue => [126, (byte)(payload.Length >> 8), (byte)(payload.Length & 0xFF)],
            _ => [127, 0, 0, 0, 0, 0, 0, 0, 0],
        };
        if (length.Length == 9)
        {
            BinaryPrimitives.WriteInt64BigEndian(length.AsSpan(1), payload.Length);
        }

        return [first, .. length, .. payload];
    }

    private static List<(FrameKind Kind, string Text)> Read(byte[] wire, int atATime)
    {
        using var reader = new FrameReader(Most);
        var frames = new List<(FrameKind, string)>();
        for (var at = 0; at < wire.Length;)
        {
            var free = reader.Free();
            var taken = Math.Min(Math.Min(atATime, wire.Length - at), free.Length);
            wire.AsMemory(at, taken).CopyTo(free);
            reader.Take(taken);
            at += taken;
            while (reader.TryRead(out var frame))
            {
                frames.Add((frame.Kind, Encoding.UTF8.GetString(frame.Payload)));
            }
        }

        return frames;
    }
}

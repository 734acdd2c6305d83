using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace TradingPlatform.Benchmarks.Depth;

/// <summary>
/// The other side of the measurement, in a process of its own: a snapshot and a depth stream of five level changes a
/// message, made beforehand and sent as fast as the reader takes it.
/// </summary>
internal sealed class DepthServer(int messages)
{
    private const int Levels = 1000;
    private const long FirstId = 1_000_000;

    /// <summary>Serves until the process is ended. Prints its address and the last update's id.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var frames = Frames();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"--rest http://127.0.0.1:{port} --ws ws://127.0.0.1:{port}/ws --symbol BTCUSDT --until {LastId}"));
        while (true)
        {
            _ = ServeAsync(await listener.AcceptTcpClientAsync(cancellation), frames);
        }
    }

    private long LastId => FirstId + (messages * 5L);

    private async Task ServeAsync(TcpClient client, List<ArraySegment<byte>> frames)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                var request = await ReadRequestAsync(stream);
                if (request.Contains("/depth?", StringComparison.Ordinal))
                {
                    await AnswerAsync(stream, Snapshot());
                    return;
                }

                await UpgradeAsync(stream, request);
                foreach (var frame in frames)
                {
                    await stream.WriteAsync(frame);
                }

                while (await stream.ReadAsync(new byte[256]) > 0)
                {
                }
            }
            catch (IOException)
            {
                // The reader has what it wanted.
            }
        }
    }

    private static async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var bytes = new byte[8192];
        var length = 0;
        do
        {
            var read = await stream.ReadAsync(bytes.AsMemory(length));
            if (read == 0)
            {
                throw new IOException("The request broke off.");
            }

            length += read;
        }
        while (!bytes.AsSpan(0, length).EndsWith("\r\n\r\n"u8));
        return Encoding.ASCII.GetString(bytes, 0, length);
    }

    private static async Task AnswerAsync(NetworkStream stream, string json)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n"
            + $"Connection: close\r\n\r\n{json}")));
    }

    private static async Task UpgradeAsync(NetworkStream stream, string request)
    {
        const string name = "sec-websocket-key:";
        var key = request.Split("\r\n").First(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase));
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(
            key[name.Length..].Trim() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {accept}\r\n\r\n"));
    }

    private static string Snapshot()
    {
        var bids = Enumerable.Range(0, Levels).Select(level => Level(5_999_999 - level, 100 + level));
        var asks = Enumerable.Range(0, Levels).Select(level => Level(6_000_001 + level, 100 + level));
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"lastUpdateId":{{FirstId}},"bids":[{{string.Join(',', bids)}}],"asks":[{{string.Join(',', asks)}}]}""");
    }

    private static string Level(int cents, int quantity) => string.Create(CultureInfo.InvariantCulture,
        $"""["{cents / 100}.{cents % 100:00}000000","{quantity / 1000m:0.00000000}"]""");

    /// <summary>Frames in batches of about 64 KB.</summary>
    private List<ArraySegment<byte>> Frames()
    {
        var random = new Random(42);
        var batches = new List<ArraySegment<byte>>();
        using var batch = new MemoryStream();
        for (var message = 0; message < messages; message++)
        {
            var text = Encoding.ASCII.GetBytes(Message(random, FirstId + (message * 5L)));
            batch.Write([0x81, 126, (byte)(text.Length >> 8), (byte)(text.Length & 0xFF)]);
            batch.Write(text);
            if (batch.Length > 64_000 || message == messages - 1)
            {
                batches.Add(batch.ToArray());
                batch.SetLength(0);
            }
        }

        return batches;
    }

    /// <summary>Five changes near the best prices, as most are.</summary>
    private static string Message(Random random, long last)
    {
        var bids = Enumerable.Range(0, 3).Select(_ => Level(5_999_999 - Depth(random), Quantity(random)));
        var asks = Enumerable.Range(0, 2).Select(_ => Level(6_000_001 + Depth(random), Quantity(random)));
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"e":"depthUpdate","E":1672515782136,"s":"BTCUSDT","U":{{last + 1}},"u":{{last + 5}},"b":[{{string.Join(',', bids)}}],"a":[{{string.Join(',', asks)}}]}""");
    }

    private static int Depth(Random random) => (int)(Math.Pow(random.NextDouble(), 3) * Levels);

    private static int Quantity(Random random) => random.Next(4) == 0 ? 0 : random.Next(1, 100_000);
}

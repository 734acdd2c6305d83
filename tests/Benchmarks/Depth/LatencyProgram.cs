using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Benchmarks.Depth;

/// <summary>
/// How long an update takes from the sender's socket to a subscriber of the adapter's book: an upper bound of the time
/// from our socket. The sender stands in this process, and stamps each update with the machine's one monotonic clock.
/// </summary>
internal static class LatencyProgram
{
    private const int Messages = 5000;
    private const int WarmUp = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private const string ExchangeInfo =
        """
        {"rateLimits":[],"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT",
        "orderTypes":["LIMIT"],"filters":[]}]}
        """;

    /// <summary>Prints one line of JSON, in microseconds.</summary>
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.UseWebSockets();
        app.MapGet("/api/v3/exchangeInfo", () => Results.Text(ExchangeInfo, "application/json"));
        app.MapGet("/api/v3/depth", () => Results.Text(
            """{"lastUpdateId":1,"bids":[["1","1"]],"asks":[["2","1"]]}""", "application/json"));
        app.Map("/stream", ServeAsync);
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var times = await MeasureAsync(address);
        Array.Sort(times);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $$"""{"messages":{{times.Length}},"p50":{{times[times.Length / 2]:0.#}},"p99":{{times[times.Length * 99 / 100]:0.#}},"max":{{times[^1]:0.#}}}"""));
        return 0;
    }

    private static async Task<double[]> MeasureAsync(Uri address)
    {
        using var connector = new BinanceConnector(
            new BinanceOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        var times = new List<double>(Messages);
        var stream = connector.OpenMarket(address).StreamAsync(
            [Symbol.Parse("BTC-USDT")], MarketFeed.Book, CancellationToken.None);
        await foreach (var told in stream)
        {
            // The exchange's time in an update is the sender's stamp.
            if (told is MarketEvent.BookChanged { Book: { Sequence: > 1 } book })
            {
                times.Add(Stopwatch.GetElapsedTime(0).TotalMicroseconds - book.At.ToUnixTimeMilliseconds());
                if (book.Sequence > Messages)
                {
                    break;
                }
            }
        }

        return [.. times.Skip(WarmUp)];
    }

    private static async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[1024], context.RequestAborted);
        await SendAsync("""{"result":null,"id":1}""");
        for (var id = 2; socket.State == WebSocketState.Open && id <= Messages + 1; id++)
        {
            await Task.Delay(Pause);
            await SendAsync(string.Create(CultureInfo.InvariantCulture,
                $$$"""{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":{{{Stopwatch.GetElapsedTime(0).TotalMicroseconds:0}}},"s":"BTCUSDT","U":{{{id}}},"u":{{{id}}},"b":[["1","{{{id}}}"]],"a":[]}}"""));
        }

        await socket.ReceiveAsync(new byte[1024], CancellationToken.None);

        ValueTask SendAsync(string text) => socket.SendAsync(
            Encoding.ASCII.GetBytes(text).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);
    }
}

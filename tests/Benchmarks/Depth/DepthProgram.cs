using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Benchmarks.Depth;

/// <summary>Keeps a book from any server that speaks Binance's depth dialect, and says how fast.</summary>
internal static class DepthProgram
{
    /// <summary>Prints one line of JSON. Returns 1 where the arguments are none, 2 where there is no book.</summary>
    public static async Task<int> RunAsync(DepthOptions? options)
    {
        if (options is null)
        {
            await Console.Error.WriteLineAsync(
                "depth --rest http://HOST --ws ws://HOST/ws --symbol BTCUSDT --until UPDATE_ID");
            return 1;
        }

        using var handshake = new WebSocketHandshake();
        using var stop = new CancellationTokenSource();
        var run = new DepthRun(options);
        var link = new SocketLink(
            new SocketOptions { Address = () => options.Stream, Chance = static () => 0.5 },
            handshake, TimeProvider.System, NullLogger.Instance, () => run);
        var running = link.RunAsync(stop.Token);
        await Task.WhenAny(run.Done, running);
        await stop.CancelAsync();
        await running;
        try
        {
            await run.Done;
        }
        catch (DepthException impossible)
        {
            await Console.Error.WriteLineAsync(impossible.Message);
            return 2;
        }

        await Console.Out.WriteLineAsync(run.Report());
        return 0;
    }

    /// <summary>Serves a book and its stream for another process to measure with.</summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        var messages = args is ["--messages", var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 1_000_000;
        await new DepthServer(messages).RunAsync(CancellationToken.None);
        return 0;
    }
}

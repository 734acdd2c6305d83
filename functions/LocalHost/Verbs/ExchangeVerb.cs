using TradingPlatform.Embedded.SimulatedExchange;

namespace TradingPlatform.LocalHost.Verbs;

/// <summary><c>exchange</c>: the simulated exchange as a process of its own, which is how AWS runs it.</summary>
internal static class ExchangeVerb
{
    public static async Task<int> RunAsync(
        Uri address, string data, bool testnet, bool still, bool withinNetwork, CancellationToken cancellation)
    {
        if (!address.IsLoopback && !withinNetwork)
        {
            await Console.Error.WriteLineAsync(
                "The simulated exchange listens on loopback alone, unless --within-network lets others reach it.");
            return 2;
        }

        var folder = Path.Combine(data, "exchange");
        Directory.CreateDirectory(folder);
        var options = new SimulatedExchangeOptions
        {
            DataFile = Path.Combine(folder, "exchange.db"), Port = address.Port, Testnet = testnet,
            WithinNetwork = withinNetwork,
        };
        options = still ? options with { Path = new PricePath.Still() } : options;
        await using var exchange = await SimulatedExchange.StartAsync(
            options, TimeProvider.System, null, cancellation);
        var url = exchange.Url.ToString().TrimEnd('/');
        Console.WriteLine($$"""
            Simulated exchange on {{url}}, data in {{Path.GetFullPath(folder)}}
            It speaks Binance's REST and WebSocket dialect. A key with play money:
            curl -s {{url}}/sim/keys -H 'Content-Type: application/json' -d '{}'
            """);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Told to stop: what was answered is stored already.
        }

        return 0;
    }
}

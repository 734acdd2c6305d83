using System.Diagnostics;
using System.Text;

namespace TradingPlatform.Benchmarks.Load;

/// <summary>
/// Drives the whole path over HTTP: REST, auth, risk, durable intent, exchange, durable result. Platform and exchange
/// are processes of their own; every order rests, and every limit is on, far away.
/// </summary>
internal static class LoadProgram
{
    private const int Accounts = 8;

    private const string Limits =
        """
        {"symbolWhitelist":["BTC-USDT"],"maxOrderNotional":"1000","maxPositionNotional":"1000000",
         "maxOpenOrders":1000000,"maxLeverage":"100","maxRiskPerTrade":"0.5","maxPositionShare":"1",
         "minOrderQuantity":"0.0001","maxOrderQuantity":"10","maxDailyLoss":"1000000","maxDrawdown":"0.9",
         "priceCollarBps":500}
        """;

    public static async Task<int> RunAsync(LoadOptions options)
    {
        if (options.Url is { } url)
        {
            return await DriveAsync(options, url, []);
        }

        var folder = Directory.CreateTempSubdirectory("trading-platform-load-");
        try
        {
            await using var exchange = await LocalHostProcess.StartAsync(
                $"exchange --still --urls http://127.0.0.1:0 --data \"{folder.FullName}\"");
            await using var platform = await LocalHostProcess.StartAsync(
                $"serve --urls http://127.0.0.1:0 --data \"{folder.FullName}\" --exchange {exchange.Url}");
            return await DriveAsync(options, platform.Url, [("platform", platform), ("exchange", exchange)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> DriveAsync(
        LoadOptions options, Uri url, IReadOnlyList<(string Name, LocalHostProcess Process)> processes)
    {
        Console.WriteLine($"{options.Callers} callers place resting orders at {url} for {options.Duration}. {Machine()}");
        using var client = new LoadClient(url, options.Callers);
        await client.SignInAsync($"load-{Guid.NewGuid():N}");
        await client.AskAsync(HttpMethod.Put, "/v1/risk/limits", Limits);
        var orders = await LinkAsync(client);

        var warm = await LoadRun.GoAsync(client, orders, options.Callers, options.WarmUp, "warm");
        var before = processes.Select(each => each.Process.ProcessorTime).ToList();
        var mine = Process.GetCurrentProcess().TotalProcessorTime;
        var run = await LoadRun.GoAsync(client, orders, options.Callers, options.Duration, "run");
        run.Print();
        Console.WriteLine("processor time an order: " + string.Join(", ", processes
            .Select((each, i) => (each.Name, Time: each.Process.ProcessorTime - before[i]))
            .Append((Name: "callers", Time: Process.GetCurrentProcess().TotalProcessorTime - mine))
            .Select(each => $"{each.Name} {each.Time.TotalMicroseconds / Math.Max(1, run.Taken):0} us")));
        return await AgreesAsync(client, warm.Taken + run.Taken) && run.Failures == 0 ? 0 : 1;
    }

    // An account's play money buys some 20,000 of these orders, so that several share the load.
    private static async Task<byte[][]> LinkAsync(LoadClient client)
    {
        var orders = new byte[Accounts][];
        for (var i = 0; i < Accounts; i++)
        {
            var account = await client.AskAsync(
                HttpMethod.Post, "/v1/exchange-configs", $$"""{"exchange":"BINANCE","label":"load {{i}}"}""");
            orders[i] = Encoding.UTF8.GetBytes($$"""
                {"configId":"{{account.GetProperty("id").GetString()}}","symbol":"BTC-USDT","side":"BUY","type":"LIMIT","quantity":"0.0001","price":"50010"}
                """);
        }

        return orders;
    }

    private static async Task<bool> AgreesAsync(LoadClient client, int taken)
    {
        var status = await client.AskAsync(HttpMethod.Get, "/v1/risk/status", null);
        var open = status.GetProperty("openOrders").GetInt32();
        Console.WriteLine(open == taken
            ? $"the platform counts {open} open orders, as many as it has taken"
            : $"the platform counts {open} open orders, and has taken {taken}");
        return open == taken;
    }

    private static string Machine()
    {
        const string load = "/proc/loadavg";
        var busy = File.Exists(load) ? $", load average {File.ReadAllText(load).Split(' ')[0]} before it began" : "";
        return $"{Environment.ProcessorCount} processors{busy}.";
    }
}

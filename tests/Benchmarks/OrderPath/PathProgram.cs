using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingPlatform.Benchmarks.Micro;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Queues;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Embedded.Queues;
using TradingPlatform.Embedded.Vault;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.LocalHost;
using TradingPlatform.Orders;

namespace TradingPlatform.Benchmarks.OrderPath;

/// <summary>
/// The platform's own part of one order: the whole pipeline of <c>POST /v1/orders</c> without sockets, over an exchange
/// that answers at once and a store without a disk. One caller, so that time is work and not waiting.
/// </summary>
internal static class PathProgram
{
    private const double Aim = 0.2;

    /// <summary>Measures; answers 1 where it takes longer than it may.</summary>
    /// <param name="orders">How many are measured; one and a half times as many are placed before them.</param>
    public static async Task<int> RunAsync(int orders)
    {
        var warmUp = orders * 3 / 2;
        var folder = Directory.CreateTempSubdirectory("trading-platform-path-");
        try
        {
            await using var app = Build(folder.FullName);
            await app.StartAsync();
            var token = await PrepareAsync(app.Services);
            var server = app.GetTestServer();
            for (var i = 0; i < warmUp; i++)
            {
                await PlaceAsync(server, token, i);
            }

            // What was compiled while warming up is in place before the clock starts.
            await Task.Delay(TimeSpan.FromSeconds(1));
            return await MeasureAsync(server, token, warmUp, orders);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(TestServer server, string token, int from, int count)
    {
        var times = new List<double>(count);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await PlaceAsync(server, token, from + i);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        var processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / count;
        var bytes = (GC.GetTotalAllocatedBytes() - allocated) / count;
        times.Sort();
        Console.WriteLine(
            $"the platform's own part of one order, one run of {count}: p50 {times[count / 2]:0.000} ms, "
            + $"p99 {times[count * 99 / 100]:0.000} ms, mean {times.Average():0.000} ms; "
            + $"processor time {processor:0.000} ms, {bytes} bytes allocated");
        var holds = times[count / 2] < Aim;
        Console.WriteLine(holds ? $"under {Aim} ms, as it must be" : $"not under {Aim} ms, as it must be");
        return holds ? 0 : 1;
    }

    private static WebApplication Build(string data)
    {
        var builder = PlatformHosting.CreateBuilder(["--Hosting:DataDirectory", data]);
        builder.WebHost.UseTestServer();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var exchange = new InstantExchange();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IItemStore>(new MemoryItemStore());
        builder.Services.AddSingleton<ISecretVault>(_ => FileVault.Open(Path.Combine(data, "vault")));
        builder.Services.AddSingleton<IPaperExchange>(exchange);
        builder.Services.AddSingleton<IExchangeConnector>(exchange);
        builder.Services.AddSingleton<IEventBus, LocalEventBus>();
        builder.Services.AddSingleton<IWorkQueue, StoredWorkQueue>();
        builder.Services.AddFunction<OrdersModule>(builder.Configuration);
        builder.Services.AddSingleton<LinkAccount>();
        builder.Services.AddPlatformHosting(builder.Configuration, "path");
        return builder.Build().UsePlatformHosting();
    }

    private static async Task<string> PrepareAsync(IServiceProvider services)
    {
        await services.GetRequiredService<LinkAccount>().HandleAsync(
            new LinkAccountCommand(
                Samples.Caller, ExchangeId.Binance, "path", TradingMode.Paper, null, null, false),
            CancellationToken.None);
        await services.GetRequiredService<SetRiskLimits>().HandleAsync(
            Samples.Caller, Samples.FarLimits, CancellationToken.None);
        var accounts = await services.GetRequiredService<AccountRepository>().GetAllAsync(
            Samples.Caller.Tenant, CancellationToken.None);
        s_body = Encoding.UTF8.GetBytes(
            $$"""{"configId":"{{accounts[0].Id.Text}}","symbol":"BTC-USDT","side":"BUY","type":"LIMIT","quantity":"0.0001","price":"50010"}""");
        return "Bearer " + services.GetRequiredService<LocalTokens>().Issue(
            Samples.Caller.Tenant, "path", [Role.Trader], Tier.Unlimited);
    }

    private static byte[] s_body = [];

    private static async Task PlaceAsync(TestServer server, string token, int number)
    {
        var answer = await server.SendAsync(context =>
        {
            var request = context.Request;
            request.Method = "POST";
            request.Path = "/v1/orders";
            request.ContentType = "application/json";
            request.ContentLength = s_body.Length;
            request.Body = new MemoryStream(s_body, writable: false);
            request.Headers.Authorization = token;
            request.Headers["Idempotency-Key"] = $"path-{number}";
        });
        if (answer.Response.StatusCode != StatusCodes.Status201Created)
        {
            using var text = new StreamReader(answer.Response.Body);
            throw new InvalidOperationException($"{answer.Response.StatusCode} {await text.ReadToEndAsync()}");
        }

        await answer.Response.Body.CopyToAsync(Stream.Null);
    }
}

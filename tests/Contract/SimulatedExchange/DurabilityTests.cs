using TradingPlatform.Embedded.SimulatedExchange;

namespace TradingPlatform.Contract.Simulated;

public sealed class DurabilityTests
{
    [Fact]
    public async Task After_a_crash_the_exchange_has_exactly_what_it_answered()
    {
        await using var venue = await Venue.StartAsync();
        var trader = venue.Trader;
        await trader.LimitAsync("BUY", 0.5m, 50_000m, "&newClientOrderId=open");
        await trader.LimitAsync("BUY", 0.1m, 51_000m, "&newClientOrderId=cancelled");
        await trader.DeleteAsync("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=cancelled");
        await trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.2");
        await trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.1&stopPrice=55000");
        await trader.SignedAsync(
            HttpMethod.Post,
            "/api/v3/orderList/oco",
            "symbol=BTCUSDT&side=SELL&quantity=0.3&aboveType=LIMIT_MAKER&abovePrice=62000"
            + "&belowType=STOP_LOSS&belowStopPrice=54000");
        await venue.MovePriceAsync("BTCUSDT", 59_000m);
        string[] questions =
        [
            "/api/v3/account?omitZeroBalances=true", "/api/v3/allOrders?symbol=BTCUSDT", "/api/v3/openOrders",
            "/api/v3/openOrderList", "/api/v3/myTrades?symbol=BTCUSDT",
        ];
        var before = await AskAsync(trader, questions);

        // The first exchange is still running: nothing was flushed or closed for the copy.
        var copy = venue.CopyFiles();
        await using var second = await SimulatedExchangeAtAsync(copy, venue.Clock);
        using var again = Reconnect(trader, second.Url, venue.Clock);
        Assert.Equal(before, await AskAsync(again, questions), StringComparer.Ordinal);
        var price = await again.SendAsync(HttpMethod.Get, "/api/v3/ticker/price?symbol=BTCUSDT", null);
        Assert.Equal("59000.00000000", price.Json.Text("price"));

        await again.SimAsync("/sim/price", """{"symbol":"BTCUSDT","price":"53000"}""");
        var left = (await again.GetAsync("/api/v3/openOrders")).Json.EnumerateArray().Select(each => each.Text("side"));
        Assert.Equal("BUY", Assert.Single(left));
        var newest = (await again.LimitAsync("BUY", 0.1m, 50_000m)).MustSucceed().Json;
        Assert.Equal(7, newest.Long("orderId"));
    }

    [Fact]
    public async Task Every_order_that_was_answered_before_the_crash_is_there_after_it()
    {
        await using var venue = await Venue.StartAsync();
        var answered = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(async caller =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var id = $"c{caller}-{i}";
                (await venue.Trader.LimitAsync("BUY", 0.001m, 50_000m, "&newClientOrderId=" + id)).MustSucceed();
                answered.Add(id);
                if (answered.Count > 400)
                {
                    await stop.CancelAsync();
                }
            }
        }).ToArray();
        while (answered.Count < 200 && !callers.Any(caller => caller.IsFaulted))
        {
            await Task.Yield();
        }

        var known = answered.ToArray();
        var copy = venue.CopyFiles();
        await Task.WhenAll(callers);
        await using var second = await SimulatedExchangeAtAsync(copy, venue.Clock);
        using var again = Reconnect(venue.Trader, second.Url, venue.Clock);
        var kept = (await again.GetAsync("/api/v3/openOrders")).Json.EnumerateArray()
            .Select(order => order.Text("clientOrderId")).ToHashSet(StringComparer.Ordinal);
        Assert.True(known.Length >= 200);
        Assert.All(known, id => Assert.Contains(id, kept));
        Assert.Equal(kept.Count * 50m, (await again.BalanceAsync("USDT")).Locked);
    }

    [Fact]
    public async Task Keys_and_secrets_are_not_in_the_files_in_clear()
    {
        await using var venue = await Venue.StartAsync();
        (await venue.Trader.SimAsync("/sim/keys", """{"apiKey":"canary-key-0001","secretKey":"canary-secret-0001"}"""))
            .MustSucceed();
        var copy = Path.GetDirectoryName(venue.CopyFiles())!;
        foreach (var file in Directory.GetFiles(copy))
        {
            Assert.False(
                (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf("canary-"u8) >= 0, Path.GetFileName(file));
        }
    }

    private static async Task<string> AskAsync(Trader trader, IEnumerable<string> questions)
    {
        var answers = new List<string>();
        foreach (var question in questions)
        {
            var parts = question.Split('?');
            answers.Add((await trader.GetAsync(parts[0], parts.ElementAtOrDefault(1) ?? "")).MustSucceed().Text);
        }

        return string.Join('\n', answers);
    }

    private static Trader Reconnect(Trader trader, Uri url, TimeProvider clock) => trader.At(url, clock);

    private static Task<Embedded.SimulatedExchange.SimulatedExchange> SimulatedExchangeAtAsync(
        string file, TimeProvider clock) =>
        Embedded.SimulatedExchange.SimulatedExchange.StartAsync(
            new SimulatedExchangeOptions { DataFile = file, Path = new PricePath.Still() },
            clock,
            null,
            CancellationToken.None);
}

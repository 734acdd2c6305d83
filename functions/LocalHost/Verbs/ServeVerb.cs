namespace TradingPlatform.LocalHost.Verbs;

/// <summary><c>serve</c>: starts every function, says where, and runs until it is told to stop.</summary>
internal static class ServeVerb
{
    public static async Task<int> RunAsync(LocalSettings settings, CancellationToken cancellation)
    {
        await using var platform = await LocalPlatform.StartAsync(settings, cancellation);
        var url = platform.Url.ToString().TrimEnd('/');
        Console.WriteLine($"""
            Listening on {url}, data in {Path.GetFullPath(settings.Data)}
            API page:    {url}/docs
            Exchange:    {platform.Exchange.ToString().TrimEnd('/')} (simulated; paper accounts trade there)

            A first order, in a second terminal:
            {FirstOrder(url)}
            """);
        await platform.App.WaitForShutdownAsync(cancellation);
        return 0;
    }

    // One line to copy: a token, a paper account, an order. It needs a POSIX shell, curl and sed, and nothing else.
    private static string FirstOrder(string url) =>
        $$"""
        B={{url}}; J='Content-Type: application/json'; T=$(curl -s $B/dev/token -H "$J" -d '{"tenantId":"t1","userId":"u1","roles":["admin"],"tier":"unlimited"}' | sed 's/.*"accessToken":"\([^"]*\)".*/\1/'); A="Authorization: Bearer $T"; C=$(curl -s $B/v1/exchange-configs -H "$A" -H "$J" -d '{"exchange":"BINANCE","label":"first '$(date +%s)'"}' | sed 's/.*"id":"\([^"]*\)".*/\1/'); curl -s $B/v1/orders -H "$A" -H "$J" -H "Idempotency-Key: first-$(date +%s)" -d '{"configId":"'$C'","symbol":"BTC-USDT","side":"BUY","type":"MARKET","quantity":"0.01"}'
        """;
}

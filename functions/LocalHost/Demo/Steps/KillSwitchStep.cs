namespace TradingPlatform.LocalHost.Demo.Steps;

/// <summary>The kill switch takes open orders off the book and lets none out, until it is released.</summary>
internal static class KillSwitchStep
{
    private const string Path = "/v1/risk/kill-switch";

    public static async Task RunAsync(DemoStage stage, CancellationToken cancellation)
    {
        var open = await stage.BuyAsync("0.005", "59000", "demo-before-kill", cancellation);
        DemoStage.Expect(open is { Status: 201 } && open["status"] == "OPEN", "201 and an order that is OPEN");

        var on = await stage.SendAsync(
            HttpMethod.Put, Path, """{"reason":"the tour shows it","cancelOpenOrders":true}""", null, cancellation);
        DemoStage.Expect(on is { Status: 200 } && on["active"] == "True", "200 and an active switch");
        await stage.WaitForAsync(open["id"], "CANCELLED", cancellation);

        var refused = await stage.BuyAsync("0.005", "59000", "demo-killed", cancellation);
        DemoStage.Expect(
            refused is { Status: 409 } && refused["code"] == "KILL_SWITCH_ACTIVE",
            "409 with the code KILL_SWITCH_ACTIVE");

        var off = await stage.SendAsync(HttpMethod.Delete, Path, null, null, cancellation);
        DemoStage.Expect(off is { Status: 200 } && off["active"] == "False", "200 and a released switch");
        var placed = await stage.BuyAsync("0.005", "59000", "demo-killed", cancellation);
        DemoStage.Expect(placed is { Status: 201 } && placed["status"] == "OPEN", "201 and an order that is OPEN");
        stage.Printer.Shown(
            "It cancelled what was open and refused what came; once released, the same request goes out.");
    }
}

namespace TradingPlatform.LocalHost.Demo.Steps;

/// <summary>A limit order for more than anybody sells at its price, when the price comes to it.</summary>
internal static class PartialFillStep
{
    public static async Task RunAsync(DemoStage stage, CancellationToken cancellation)
    {
        var order = await stage.BuyAsync("0.012", "59900", "demo-partial", cancellation);
        DemoStage.Expect(order is { Status: 201 } && order["status"] == "OPEN", "201 and an order that is OPEN");

        await stage.DirectAsync("/sim/price", """{"symbol":"BTCUSDT","price":"59900"}""", cancellation);
        var part = await stage.WaitForAsync(order["id"], "PARTIALLY_FILLED", cancellation);
        var filled = part.Amount("filledQuantity");
        DemoStage.Expect(filled is > 0 and < 0.012m, "a filled quantity between nothing and all of it");
        stage.OpenOrderId = order["id"];
        stage.Printer.Shown($"The price came down to it, and {filled} of 0.012 BTC changed hands.");
    }
}

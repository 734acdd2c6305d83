namespace TradingPlatform.LocalHost.Demo.Steps;

/// <summary>A market order fills at once; its idempotency key makes the second request the same order.</summary>
internal static class BuyStep
{
    public static async Task RunAsync(DemoStage stage, CancellationToken cancellation)
    {
        var order = await stage.BuyAsync("0.004", null, "demo-buy", cancellation);
        DemoStage.Expect(
            order is { Status: 201 } && order["status"] == "FILLED" && order.Amount("filledQuantity") == 0.004m,
            "201 and an order that is FILLED whole");

        var again = await stage.BuyAsync("0.004", null, "demo-buy", cancellation);
        DemoStage.Expect(again is { Status: 200 } && again["id"] == order["id"], "200 and the same order");
        var orders = await ExchangeBooks.CountOrdersAsync(stage, null, cancellation);
        DemoStage.Expect(orders == 1, $"one order in the exchange's books, and it has {orders}");
        stage.Printer.Shown($"Bought at {order["averagePrice"]}. Two requests, one order at the exchange.");
    }
}

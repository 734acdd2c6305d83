namespace TradingPlatform.LocalHost.Demo.Steps;

/// <summary>A cancel ends what is left of an order, and keeps what was filled.</summary>
internal static class CancelStep
{
    public static async Task RunAsync(DemoStage stage, CancellationToken cancellation)
    {
        var order = await stage.SendAsync(
            HttpMethod.Delete, $"/v1/orders/{stage.OpenOrderId}", null, null, cancellation);
        DemoStage.Expect(
            order is { Status: 200 } && order["status"] == "CANCELLED", "200 and an order that is CANCELLED");
        DemoStage.Expect(order.Amount("filledQuantity") > 0, "what was filled to stay filled");

        var fills = await stage.SendAsync(
            HttpMethod.Get, $"/v1/fills?orderId={stage.OpenOrderId}", null, null, cancellation);
        var count = fills.Body.GetProperty("items").GetArrayLength();
        DemoStage.Expect(count == 1, $"one fill of it, and there are {count}");
        stage.Printer.Shown($"Cancelled, with the {order["filledQuantity"]} BTC that it had bought.");
    }
}

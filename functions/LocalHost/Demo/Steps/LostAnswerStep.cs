namespace TradingPlatform.LocalHost.Demo.Steps;

/// <summary>
/// The exchange executes an order and its answer is lost. The platform does not send again: it asks, and believes the
/// exchange.
/// </summary>
internal static class LostAnswerStep
{
    public static async Task RunAsync(DemoStage stage, CancellationToken cancellation)
    {
        await stage.DirectAsync(
            "/sim/faults", """{"operation":"order.place","kind":"drop-after","count":1}""", cancellation);
        var order = await stage.BuyAsync("0.004", null, "demo-lost", cancellation);
        // 202 where even the first questions found nothing: then the platform goes on asking by itself.
        DemoStage.Expect(order.Status is 201 or 202, "201, or 202 while its fate is not known");
        var settled = await stage.WaitForAsync(order["id"], "FILLED", cancellation);

        var trail = await stage.SendAsync(
            HttpMethod.Get, $"/v1/orders/{order["id"]}/events", null, null, cancellation);
        var types = trail.Body.GetProperty("items").EnumerateArray()
            .Select(e => e.GetProperty("type").GetString()!).ToList();
        stage.Printer.Sees(string.Join(" → ", types));
        DemoStage.Expect(
            types.Contains("OrderAnswerLost", StringComparer.Ordinal), "OrderAnswerLost in the order's trail");
        var orders = await ExchangeBooks.CountOrdersAsync(stage, settled["clientOrderId"], cancellation);
        DemoStage.Expect(orders == 1, $"one such order in the exchange's books, and there are {orders}");
        stage.Printer.Shown("The answer was lost, the order was found, and the exchange has it once.");
    }
}

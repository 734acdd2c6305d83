using System.Text.Json;

namespace TradingPlatform.LocalHost.Demo.Steps;

/// <summary>An order that breaks limits is refused with every limit that it breaks, and goes nowhere.</summary>
internal static class RiskStep
{
    public static async Task RunAsync(DemoStage stage, CancellationToken cancellation)
    {
        var before = await ExchangeBooks.CountOrdersAsync(stage, null, cancellation);
        var refused = await stage.BuyAsync("1", "59900", "demo-risk", cancellation);
        DemoStage.Expect(
            refused is { Status: 422 } && refused["code"] == "RISK_REJECTED", "422 with the code RISK_REJECTED");
        var violations = refused.Body.GetProperty("violations").EnumerateArray().ToList();
        foreach (var violation in violations)
        {
            stage.Printer.Sees($"{Text(violation, "rule")}: {Text(violation, "actual")}, "
                + $"and the limit is {Text(violation, "limit")}");
        }

        DemoStage.Expect(
            violations.Exists(violation => Text(violation, "rule") == "maxOrderNotional"),
            "maxOrderNotional among the violations");
        var after = await ExchangeBooks.CountOrdersAsync(stage, null, cancellation);
        DemoStage.Expect(after == before, "no further order in the exchange's books");
        stage.Printer.Shown($"Refused by {violations.Count} limits, and nothing was sent.");
    }

    private static string Text(JsonElement violation, string member) => violation.GetProperty(member).ToString();
}

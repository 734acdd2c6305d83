namespace TradingPlatform.LocalHost.Demo.Steps;

/// <summary>An account on the simulated exchange needs no key: one is made, checked and sealed.</summary>
internal static class LinkStep
{
    public static async Task RunAsync(DemoStage stage, CancellationToken cancellation)
    {
        var account = await stage.SendAsync(
            HttpMethod.Post, "/v1/exchange-configs", """{"exchange":"BINANCE","label":"Demo","mode":"PAPER"}""", null,
            cancellation);
        DemoStage.Expect(
            account is { Status: 201 } && account["status"] == "ACTIVE" && account["mode"] == "PAPER",
            "201 and an active paper account");
        stage.AccountId = account["id"];

        var balances = await stage.SendAsync(HttpMethod.Get, "/v1/balances", null, null, cancellation);
        var held = balances.Body.GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("total").GetString()} {item.GetProperty("asset").GetString()}")
            .ToList();
        DemoStage.Expect(held.Exists(each => each.EndsWith(" USDT", StringComparison.Ordinal)), "a balance in USDT");
        stage.Printer.Shown($"Linked, with play money: {string.Join(", ", held)}. Its key never leaves the vault.");
    }
}

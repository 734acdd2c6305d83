using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.LocalHost.Demo;

/// <summary>
/// The exchange's own books on the tour's account, read past the platform: what the tour holds the platform's word
/// against.
/// </summary>
internal static class ExchangeBooks
{
    /// <summary>How many orders the exchange has taken; of one client order id where it is given.</summary>
    public static async Task<int> CountOrdersAsync(
        DemoStage stage, string? clientOrderId, CancellationToken cancellation)
    {
        var books = await stage.AskExchangeAsync(
            $"/sim/orders?apiKey={await KeyAsync(stage, cancellation)}", cancellation);
        return books.Body.EnumerateArray().Count(order =>
            clientOrderId is null || order.GetProperty("clientOrderId").GetString() == clientOrderId);
    }

    // The exchange knows its accounts by their keys, and a paper account's was made behind the platform's door.
    private static async Task<string> KeyAsync(DemoStage stage, CancellationToken cancellation)
    {
        var services = stage.Platform.App.Services;
        var account = await services.GetRequiredService<AccountRepository>().FindAsync(
            TenantId.Parse("demo"), AccountId.Parse(stage.AccountId), cancellation);
        var key = await services.GetRequiredService<ISecretVault>().OpenAsync(account!.Secret, cancellation);
        return KeyDocument.Read(key!.Value).Key.Reveal();
    }
}

using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Credentials;

/// <summary>
/// Hears of orders that their exchange refused because of the key, and has the key validated at once: the next order
/// must not have to find out as well.
/// </summary>
public sealed class RefusedKeys(
    OrderRepository orders, AccountRepository accounts, ValidateKey validate, ICurrentCall call)
{
    /// <summary>The event that is heard.</summary>
    public const string Event = "OrderRejected";

    /// <summary>Validates where the order was refused for its key, and the account still counts as good.</summary>
    /// <param name="detail">The order's audit event.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task HandleAsync(string detail, CancellationToken cancellation)
    {
        var e = JsonSerializer.Deserialize(detail, CoreJson.Default.AuditEvent)!;
        var tenant = TenantId.Parse(e.Tenant);
        if (e.Details.GetValueOrDefault("code") == "CREDENTIALS_INVALID" && OrderId.TryParse(e.Subject, out var id)
            && await orders.FindAsync(tenant, id, cancellation) is { } order
            && await accounts.FindAsync(tenant, order.Account, cancellation) is { Status: AccountStatus.Active })
        {
            var caller = Caller.Platform(tenant, "credentials-validation", call.CorrelationId);
            await validate.HandleAsync(caller, order.Account, cancellation);
        }
    }
}

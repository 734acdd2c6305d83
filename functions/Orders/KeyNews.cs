using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Orders;

/// <summary>Hears what became of accounts and their keys elsewhere, and lets go of what it holds of them.</summary>
public sealed class KeyNews(ExchangeConnections connections, EquityReader equity)
{
    /// <summary>The events that are heard. Of an account that is only just linked nothing is held.</summary>
    public static IReadOnlyList<string> Events { get; } =
    [
        AccountEvents.Unlinked, AccountEvents.Activated, AccountEvents.Deactivated,
        AccountEvents.KeyInvalid, AccountEvents.KeyChanged,
    ];

    /// <summary>Forgets the account's open connection, and what the tenant was worth.</summary>
    /// <param name="detail">The account's audit event.</param>
    public void Handle(string detail)
    {
        var e = JsonSerializer.Deserialize(detail, CoreJson.Default.AuditEvent)!;
        var tenant = TenantId.Parse(e.Tenant);
        connections.Forget(tenant, AccountId.Parse(e.Subject));
        equity.Forget(tenant);
    }
}

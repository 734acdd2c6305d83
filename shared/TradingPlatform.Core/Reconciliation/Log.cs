using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>Every line that reconciliation can log.</summary>
internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "Order {Order} could not be compared: {Cause}")]
    public static partial void OrderNotCompared(this ILogger log, OrderId order, string cause);

    [LoggerMessage(1302, LogLevel.Warning, "Account {Account} has an orphan ({Kind}): {Orphan}")]
    public static partial void OrphanFound(this ILogger log, AccountId account, OrphanKind kind, string orphan);

    [LoggerMessage(1303, LogLevel.Warning, "{Count} balances of account {Account} are not explained")]
    public static partial void BalancesOff(this ILogger log, AccountId account, int count);

    [LoggerMessage(1304, LogLevel.Warning, "Account {Account} was not reconciled to the end: {Cause}")]
    public static partial void AccountFailed(this ILogger log, AccountId account, string cause);

    [LoggerMessage(1305, LogLevel.Warning, "The counters of tenant {Tenant} could not be recomputed: {Cause}")]
    public static partial void CountersFailed(this ILogger log, Tenancy.TenantId tenant, string cause);
}

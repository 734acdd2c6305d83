using Microsoft.Extensions.Logging;

namespace TradingPlatform.Core.Orders;

/// <summary>Every line that orders can log.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning,
        "Order {Order} is stored, but the exposure counters did not follow ({Cause}); they are high until recomputed")]
    public static partial void CountersLeftHigh(this ILogger log, OrderId order, string cause);

    [LoggerMessage(1002, LogLevel.Warning, "The answer to order {Order} was lost: {Why}")]
    public static partial void AnswerLost(this ILogger log, OrderId order, string why);

    [LoggerMessage(1003, LogLevel.Information, "Order {Order} is settled: {Status}")]
    public static partial void Settled(this ILogger log, OrderId order, OrderStatus status);

    [LoggerMessage(1004, LogLevel.Warning, "Order {Order} could not be brought up to date: {Cause}")]
    public static partial void SyncFailed(this ILogger log, OrderId order, string cause);

    [LoggerMessage(1005, LogLevel.Warning, "Order {Order} could not be cancelled: {Cause}")]
    public static partial void CancelFailed(this ILogger log, OrderId order, string cause);

    [LoggerMessage(1006, LogLevel.Warning,
        "Order {Order} was withdrawn after its reservation was refused, but it had changed meanwhile")]
    public static partial void WithdrawFailed(this ILogger log, OrderId order);

    [LoggerMessage(1007, LogLevel.Information,
        "Counters of tenant {Tenant} were corrected while an order ended; they are high until recomputed")]
    public static partial void GiveBackRefused(this ILogger log, Tenancy.TenantId tenant);
}

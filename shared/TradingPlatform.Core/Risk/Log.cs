using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;

namespace TradingPlatform.Core.Risk;

/// <summary>Every line that risk can log.</summary>
internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Error, "Open orders of account {Account} could not be cleared: {Cause}")]
    public static partial void NotCleared(this ILogger log, AccountId account, string cause);
}

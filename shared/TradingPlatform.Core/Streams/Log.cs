using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;

namespace TradingPlatform.Core.Streams;

/// <summary>Every line that streams can log.</summary>
internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Warning, "The stream of account {Account} could not be followed: {Cause}")]
    public static partial void StreamFailed(this ILogger log, AccountId account, string cause);

    [LoggerMessage(1202, LogLevel.Information, "The stream of account {Account} was lost: {Why}")]
    public static partial void StreamLost(this ILogger log, AccountId account, string why);

    [LoggerMessage(1203, LogLevel.Warning,
        "The stream of account {Account} did not tell what a sweep has found, and is opened anew")]
    public static partial void StreamIncomplete(this ILogger log, AccountId account);

    [LoggerMessage(1204, LogLevel.Warning, "Account {Account} could not be swept: {Cause}")]
    public static partial void SweepFailed(this ILogger log, AccountId account, string cause);

    [LoggerMessage(1205, LogLevel.Warning, "A report of account {Account} could not be recorded: {Cause}")]
    public static partial void ReportFailed(this ILogger log, AccountId account, string cause);

    [LoggerMessage(1206, LogLevel.Error, "Whether account {Account} may trade could not be judged: {Cause}")]
    public static partial void JudgementFailed(this ILogger log, AccountId account, string cause);

    [LoggerMessage(1207, LogLevel.Warning, "That account {Account} is looked after could not be stored: {Cause}")]
    public static partial void WatchNotStored(this ILogger log, AccountId account, string cause);
}

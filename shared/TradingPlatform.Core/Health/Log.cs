using Microsoft.Extensions.Logging;

namespace TradingPlatform.Core.Health;

/// <summary>Every line that the health of exchanges can log. Addresses are origins.</summary>
internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "{Address}: health is {State} at a score of {Score}, by {InUse}")]
    public static partial void HealthMoved(this ILogger log, Uri address, HealthState state, int score, Uri inUse);

    [LoggerMessage(1302, LogLevel.Information, "{Address}: not probed: {Cause}")]
    public static partial void ProbeFailed(this ILogger log, Uri address, string cause);

    [LoggerMessage(1304, LogLevel.Information, "{Exchange}: prices could not be read: {Cause}")]
    public static partial void PricesNotRead(this ILogger log, Exchanges.ExchangeId exchange, string cause);

    [LoggerMessage(1305, LogLevel.Warning, "Prices of {From} are shown by {To} from now on")]
    public static partial void PricesMoved(this ILogger log, Exchanges.ExchangeId from, Exchanges.ExchangeId to);

    [LoggerMessage(1303, LogLevel.Error, "{Address}: health could not be checked: {Cause}")]
    public static partial void CheckFailed(this ILogger log, Uri address, string cause);
}

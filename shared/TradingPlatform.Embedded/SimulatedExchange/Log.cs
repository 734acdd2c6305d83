using Microsoft.Extensions.Logging;

namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>Every line that the simulated exchange can log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The simulated exchange listens on {Url} with {Keys} keys")]
    public static partial void Listening(this ILogger logger, Uri url, int keys);

    [LoggerMessage(2, LogLevel.Error, "A request to the simulated exchange failed: {Method} {Path}")]
    public static partial void Failed(this ILogger logger, string method, string path, Exception failure);

    [LoggerMessage(3, LogLevel.Error, "The simulated exchange could not move its prices")]
    public static partial void PricesFailed(this ILogger logger, Exception failure);

    [LoggerMessage(4, LogLevel.Error, "The simulated exchange could not tell its streams")]
    public static partial void StreamsFailed(this ILogger logger, Exception failure);
}

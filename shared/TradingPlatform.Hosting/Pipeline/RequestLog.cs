using Microsoft.Extensions.Logging;

namespace TradingPlatform.Hosting.Pipeline;

/// <summary>Every line that the pipeline logs.</summary>
internal static partial class RequestLog
{
    [LoggerMessage(1001, LogLevel.Information, "Answered {Status} in {Duration} ms")]
    internal static partial void Answered(ILogger logger, int status, double duration);

    // The formatter prints an exception's type and frames, never its text: that may hold a secret.
    [LoggerMessage(1002, LogLevel.Error, "The request failed with {ExceptionType}")]
    internal static partial void Failed(ILogger logger, Exception exception, string exceptionType);

    [LoggerMessage(1003, LogLevel.Error, "The rate limit could not be counted ({ExceptionType}); the request passes")]
    internal static partial void NotCounted(ILogger logger, Exception exception, string exceptionType);
}

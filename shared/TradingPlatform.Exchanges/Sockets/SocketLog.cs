using Microsoft.Extensions.Logging;

namespace TradingPlatform.Exchanges.Sockets;

/// <summary>Every line that connections can log. No query stands in them, and nothing that an exchange sent.</summary>
internal static partial class SocketLog
{
    [LoggerMessage(2200, LogLevel.Information, "{Host}: WebSocket {Path} is open")]
    public static partial void Opened(ILogger log, string host, string path);

    [LoggerMessage(2201, LogLevel.Warning, "{Host}: the WebSocket was refused: HTTP {Status}")]
    public static partial void Refused(ILogger log, string host, int status);

    [LoggerMessage(2202, LogLevel.Warning, "{Host}: the WebSocket could not be opened: {Failure}")]
    public static partial void NotOpened(ILogger log, string host, string failure);

    [LoggerMessage(2203, LogLevel.Information, "{Host}: the WebSocket is over: {Why}")]
    public static partial void Ended(ILogger log, string host, string why);
}

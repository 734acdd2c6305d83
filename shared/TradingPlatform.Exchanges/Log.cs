using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges;

/// <summary>
/// Every line that the adapters of exchanges can log. Addresses are origins: no query, since that holds signatures.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Information, "{Address}: clock offset {OffsetMs} ms, round trip {RoundTripMs} ms")]
    public static partial void ClockSet(ILogger log, Uri address, double offsetMs, double roundTripMs);

    [LoggerMessage(2101, LogLevel.Warning, "{Address}: the clock could not be set ({Kind} {Code})")]
    public static partial void ClockFailed(ILogger log, Uri address, ExchangeErrorKind kind, string code);

    [LoggerMessage(2102, LogLevel.Information, "{Address}: {Instruments} instruments and {Limits} limits read")]
    public static partial void RulesRead(ILogger log, Uri address, int instruments, int limits);

    [LoggerMessage(2103, LogLevel.Warning, "{Address}: the rules could not be read ({Kind} {Code})")]
    public static partial void RulesFailed(ILogger log, Uri address, ExchangeErrorKind kind, string code);

    [LoggerMessage(2104, LogLevel.Error, "{Address}: HTTP {Status}; nothing is sent for {Seconds} s")]
    public static partial void Stopped(ILogger log, Uri address, int status, double seconds);

    [LoggerMessage(2109, LogLevel.Warning, "{Address}: silences cannot be shared with other processes now: {Cause}")]
    public static partial void SilenceNotShared(ILogger log, Uri address, string cause);

    [LoggerMessage(2105, LogLevel.Debug, "{Address}: {Method} {Path} answered HTTP {Status}")]
    public static partial void Answered(ILogger log, Uri address, string method, string path, int status);

    [LoggerMessage(2106, LogLevel.Warning, "{Address}: order {ClientOrderId} is unknown: {Why}")]
    public static partial void OrderUnknown(ILogger log, Uri address, string clientOrderId, string why);

    [LoggerMessage(2107, LogLevel.Warning, "{Address}: order {ClientOrderId} rejected: {Kind} {Code}")]
    public static partial void OrderRejected(
        ILogger log, Uri address, string clientOrderId, ExchangeErrorKind kind, string code);

    [LoggerMessage(2108, LogLevel.Warning, "{Address}: {Spelling} cannot be named here and is left out")]
    public static partial void LeftOut(ILogger log, Uri address, string spelling);

    [LoggerMessage(2113, LogLevel.Warning, "{From} is left: calls to the exchange go to {To}")]
    public static partial void AddressMoved(ILogger log, Uri from, Uri to);

    [LoggerMessage(2111, LogLevel.Warning, "{Address}: candles could not be read ({Kind} {Code})")]
    public static partial void CandlesFailed(ILogger log, Uri address, ExchangeErrorKind kind, string code);

    [LoggerMessage(2112, LogLevel.Warning, "{Address}: an order of the feed could not be asked about ({Kind} {Code})")]
    public static partial void LookFailed(ILogger log, Uri address, ExchangeErrorKind kind, string code);

    [LoggerMessage(2110, LogLevel.Warning, "{Address}: the book of {Spelling} could not be read ({Kind} {Code})")]
    public static partial void BookNotRead(
        ILogger log, Uri address, string spelling, ExchangeErrorKind kind, string code);
}

using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>What the answer to a cancel means.</summary>
internal static class CancelAnswer
{
    public static Cancellation Of(WireAnswer answer, OrderReference order)
    {
        if (answer.IsSuccess)
        {
            return WireBody.TryParse(answer, body => BinanceAnswers.Cancelled(body, order), out var report)
                ? new Cancellation.Done(report)
                : new Cancellation.Unknown("unreadable answer");
        }

        var error = BinanceCalls.Error(answer);
        return error.Kind switch
        {
            ExchangeErrorKind.OrderNotFound => new Cancellation.NothingToCancel(),
            ExchangeErrorKind.Unavailable or ExchangeErrorKind.Other => new Cancellation.Unknown(error.Code),
            _ => new Cancellation.Refused(error),
        };
    }

    /// <summary>There was no answer. What was never sent is certain; all else is not.</summary>
    public static Cancellation Without(ExchangeError error) =>
        error is { Kind: ExchangeErrorKind.Unavailable, Code: not "CIRCUIT_OPEN" }
            ? new Cancellation.Unknown(error.Code)
            : new Cancellation.Refused(error);
}

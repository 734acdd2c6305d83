using TradingPlatform.Core.Exchanges;
using static TradingPlatform.Core.Exchanges.ExchangeErrorKind;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>
/// Which of our kinds each class of ccxt's may have. A class is coarser than ours in some places and finer in others.
/// </summary>
internal static class BinanceErrorClasses
{
    /// <returns>Null where the kind fits the class; else why the class says nothing.</returns>
    public static string? Compare(string errorClass, ExchangeErrorKind kind)
    {
        ExchangeErrorKind[]? fitting = errorClass switch
        {
            "AuthenticationError" or "PermissionDenied" or "AccountSuspended" => [CredentialsInvalid],
            "RateLimitExceeded" => [RateLimited],
            "DDoSProtection" => [Banned, RateLimited],
            "InsufficientFunds" => [InsufficientBalance],
            "OrderNotFound" => [OrderNotFound],
            "OrderImmediatelyFillable" => [InvalidRequest, WouldTake],
            "MarketClosed" => [MarketClosed],
            "RequestTimeout" or "OperationFailed" or "ExchangeNotAvailable" => [Unavailable],
            "InvalidOrder" => [InvalidRequest, InstrumentRule, OrderNotFound, Other],
            "BadRequest" or "BadSymbol" or "NotSupported" =>
                [InvalidRequest, InstrumentRule, MarketClosed, CredentialsInvalid, RateLimited, Unavailable],
            "OperationRejected" or "BadResponse" => [InvalidRequest, Unavailable, CredentialsInvalid],
            _ => null,
        };
        if (fitting is null)
        {
            return "the class 'an error' says nothing that could be compared";
        }

        Assert.Contains(kind, fitting);
        return null;
    }
}

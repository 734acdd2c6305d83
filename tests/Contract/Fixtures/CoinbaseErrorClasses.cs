using TradingPlatform.Core.Exchanges;
using static TradingPlatform.Core.Exchanges.ExchangeErrorKind;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Which of our kinds each class of ccxt's may have, of either of Coinbase's APIs.</summary>
internal static class CoinbaseErrorClasses
{
    /// <returns>Null where the kind fits the class; else why the class says nothing.</returns>
    public static string? Compare(string errorClass, ExchangeErrorKind kind)
    {
        ExchangeErrorKind[]? fitting = errorClass switch
        {
            "AuthenticationError" or "PermissionDenied" => [CredentialsInvalid],
            "RateLimitExceeded" => [RateLimited],
            "DDoSProtection" => [Banned, RateLimited],
            "InsufficientFunds" => [InsufficientBalance],
            "OrderNotFound" => [OrderNotFound],
            "InvalidNonce" => [ClockSkew],
            "OnMaintenance" => [MarketClosed],
            "RequestTimeout" or "ExchangeNotAvailable" => [Unavailable],
            "InvalidOrder" => [InvalidRequest, InstrumentRule, WouldTake],
            "BadRequest" or "BadSymbol" => [InvalidRequest, InstrumentRule],
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

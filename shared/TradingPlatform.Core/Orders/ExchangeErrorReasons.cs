using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Orders;

/// <summary>How an exchange's refusal reads in an order.</summary>
public static class ExchangeErrorReasons
{
    /// <summary>The reason, under the contract's code for its kind.</summary>
    public static RejectReason ToRejectReason(this ExchangeError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var code = error.Kind switch
        {
            ExchangeErrorKind.InsufficientBalance => "INSUFFICIENT_BALANCE",
            ExchangeErrorKind.CredentialsInvalid => "CREDENTIALS_INVALID",
            ExchangeErrorKind.RateLimited or ExchangeErrorKind.Banned or ExchangeErrorKind.Unavailable
                or ExchangeErrorKind.ClockSkew => "EXCHANGE_UNAVAILABLE",
            _ => "EXCHANGE_REJECTED",
        };
        return new RejectReason(code, error.Message, error.Code);
    }
}

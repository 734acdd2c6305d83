using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Classes of ccxt's that Bitget's codes have and Binance's have not.</summary>
internal static class BitgetErrorClasses
{
    /// <returns>Null where the kind fits the class; else why the class says nothing.</returns>
    public static string? Compare(string errorClass, string code, ExchangeErrorKind kind)
    {
        if (code == "40010")
        {
            Assert.Equal(ExchangeErrorKind.Unavailable, kind);
            return "'request timed out' in the exchange's own table; ccxt takes it for a refused key";
        }

        ExchangeErrorKind[]? fitting = errorClass switch
        {
            "InvalidNonce" => [ExchangeErrorKind.ClockSkew],
            "OnMaintenance" => [ExchangeErrorKind.Unavailable, ExchangeErrorKind.MarketClosed],
            "InvalidAddress" => [ExchangeErrorKind.InvalidRequest],
            _ => null,
        };
        if (fitting is null)
        {
            return BinanceErrorClasses.Compare(errorClass, kind);
        }

        Assert.Contains(kind, fitting);
        return null;
    }
}

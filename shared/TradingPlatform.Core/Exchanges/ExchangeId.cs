namespace TradingPlatform.Core.Exchanges;

/// <summary>An exchange that the platform can trade on.</summary>
public enum ExchangeId
{
    /// <summary>Binance spot.</summary>
    Binance = 1,

    /// <summary>Coinbase.</summary>
    Coinbase = 2,

    /// <summary>Bitget spot.</summary>
    Bitget = 3,

    /// <summary>Bitget's USDT-margined futures: another market and other rules, with the same kind of key.</summary>
    BitgetFutures = 4,
}

/// <summary>What each exchange is a market of.</summary>
public static class ExchangeMarkets
{
    /// <summary>
    /// Contracts are traded there: one can be short, and a position is its account's in the pair, not a balance.
    /// </summary>
    public static bool IsFutures(this ExchangeId exchange) => exchange is ExchangeId.BitgetFutures;
}

/// <summary>With whose money an account trades.</summary>
public enum TradingMode
{
    /// <summary>On the platform's own simulated exchange.</summary>
    Paper = 1,

    /// <summary>On the exchange's test network.</summary>
    Sandbox = 2,

    /// <summary>For real.</summary>
    Production = 3,
}

/// <summary>How exchanges are written in the contract and in metrics.</summary>
public static class ExchangeWords
{
    /// <summary>The exchange's word.</summary>
    public static string Of(ExchangeId exchange) => exchange switch
    {
        ExchangeId.Binance => "BINANCE",
        ExchangeId.Coinbase => "COINBASE",
        ExchangeId.Bitget => "BITGET",
        ExchangeId.BitgetFutures => "BITGET_FUTURES",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

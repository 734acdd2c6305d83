namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>The markets of an exchange that is not told otherwise: Binance's rules, rounded prices.</summary>
public static class DefaultSymbols
{
    /// <summary>BTC, ETH, BNB, SOL and XRP in USDT, and ETH in BTC.</summary>
    public static IReadOnlyList<SimulatedSymbol> All { get; } =
    [
        Usdt("BTC", price: 60_000m, tick: 0.01m, step: 0.00001m, maxPrice: 1_000_000m, maxQuantity: 9_000m),
        Usdt("ETH", price: 3_000m, tick: 0.01m, step: 0.0001m, maxPrice: 1_000_000m, maxQuantity: 9_000m),
        Usdt("BNB", price: 600m, tick: 0.01m, step: 0.001m, maxPrice: 100_000m, maxQuantity: 900_000m),
        Usdt("SOL", price: 150m, tick: 0.01m, step: 0.001m, maxPrice: 10_000m, maxQuantity: 90_000m),
        Usdt("XRP", price: 2m, tick: 0.0001m, step: 0.1m, maxPrice: 10_000m, maxQuantity: 9_222_449m),
        new()
        {
            BaseAsset = "ETH",
            QuoteAsset = "BTC",
            StartPrice = 0.05m,
            HouseNotional = 2m,
            // Binance steps by 0.0001 here; a thousandth keeps price times quantity within eight decimals.
            Filters = Rules(tick: 0.00001m, step: 0.001m, maxPrice: 922_327m, maxQuantity: 100_000m) with
            {
                MinNotional = 0.0001m,
            },
        },
    ];

    private static SimulatedSymbol Usdt(
        string asset, decimal price, decimal tick, decimal step, decimal maxPrice, decimal maxQuantity) => new()
        {
            BaseAsset = asset,
            QuoteAsset = "USDT",
            StartPrice = price,
            Filters = Rules(tick, step, maxPrice, maxQuantity),
        };

    private static SymbolFilters Rules(decimal tick, decimal step, decimal maxPrice, decimal maxQuantity) => new()
    {
        TickSize = tick,
        MinPrice = tick,
        MaxPrice = maxPrice,
        StepSize = step,
        MinQuantity = step,
        MaxQuantity = maxQuantity,
        MaxMarketQuantity = maxQuantity / 10m,
    };
}

using TradingPlatform.Core.Markets;

namespace TradingPlatform.Simulation.Venue;

/// <summary>A pair that the exchange trades.</summary>
internal sealed record Listing(Symbol Symbol, decimal Start, decimal Tick, decimal Step)
{
    public static IReadOnlyList<Listing> All { get; } =
    [
        new(Symbol.Parse("BTC-USDT"), 50_000m, 0.01m, 0.00001m),
        new(Symbol.Parse("ETH-USDT"), 2_500m, 0.01m, 0.0001m),
    ];

    public string Spelling => Symbol.Base.Text + Symbol.Quote.Text;

    public decimal OnTick(decimal price) => decimal.Round(price - (price % Tick), 8);

    public decimal OnStep(decimal quantity) => decimal.Round(quantity - (quantity % Step), 8);
}

/// <summary>What an exchange does with a client order id that it has seen before (FACTS.md E5).</summary>
internal enum Personality
{
    /// <summary>Binance: refuses it while the first order is open, and takes it anew after that.</summary>
    DedupesWhileOpen = 1,

    /// <summary>Coinbase Exchange: takes it anew always.</summary>
    DedupesNever,

    /// <summary>Coinbase Advanced Trade: creates nothing, and answers with the first order.</summary>
    ReplaysTheOriginal,
}

using System.Security.Cryptography;

namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>Everything that decides how one simulated exchange behaves. Checked whole when it starts.</summary>
public sealed record SimulatedExchangeOptions
{
    /// <summary>The SQLite file that holds keys, orders, trades and balances. A key file stands beside it.</summary>
    public required string DataFile { get; init; }

    /// <summary>The port to listen on; 0 lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Listens on every address and not on loopback alone, and makes keys for whoever asks: in a network that is closed
    /// by other means. What else stands under <c>/sim/</c> stays with loopback.
    /// </summary>
    public bool WithinNetwork { get; init; }

    /// <summary>The markets. Their order is the order of <c>exchangeInfo</c>.</summary>
    public IReadOnlyList<SimulatedSymbol> Symbols { get; init; } = DefaultSymbols.All;

    /// <summary>What a trade costs.</summary>
    public SimulatedFees Fees { get; init; } = new();

    /// <summary>What is counted against a caller, and where it is refused.</summary>
    public SimulatedLimits Limits { get; init; } = new();

    /// <summary>How the reference price of every symbol moves that does not name a path of its own.</summary>
    public PricePath Path { get; init; } = new PricePath.Walk(Seed: 20260108, MaxStepBps: 1m);

    /// <summary>How often the reference price moves and consumed house liquidity comes back.</summary>
    public TimeSpan PriceInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many minutes of candles are made up before the first start, so that charts are not empty.</summary>
    public int HistoryMinutes { get; init; } = 500;

    /// <summary>True leaves out <c>/sapi</c>, as Binance's testnet does.</summary>
    public bool Testnet { get; init; }

    /// <summary>Keys that exist from the first start on. A key that the file already knows is left as it is.</summary>
    public IReadOnlyList<SimulatedKey> Keys { get; init; } = [];

    /// <summary>What a key made without balances starts with.</summary>
    public IReadOnlyDictionary<string, decimal> StartingBalances { get; init; } =
        new Dictionary<string, decimal>(StringComparer.Ordinal) { ["USDT"] = 100_000m, ["BTC"] = 1m };

    /// <summary>Where keys, secrets and client order ids come from; null is the system's generator.</summary>
    public RandomNumberGenerator? Randomness { get; init; }
}

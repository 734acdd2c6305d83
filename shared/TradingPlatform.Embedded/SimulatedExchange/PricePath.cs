namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>How a symbol's reference price moves by itself. <c>POST /sim/price</c> moves it on any path.</summary>
public abstract record PricePath
{
    private PricePath()
    {
    }

    /// <summary>Stands still until told.</summary>
    public sealed record Still : PricePath;

    /// <summary>A random walk; the same seed walks the same way.</summary>
    /// <param name="Seed">Together with the symbol's name it decides every step.</param>
    /// <param name="MaxStepBps">The largest step of one interval, in hundredths of a percent.</param>
    public sealed record Walk(int Seed, decimal MaxStepBps) : PricePath;

    /// <summary>Goes through the prices, one an interval, and stays at the last.</summary>
    public sealed record Listed(IReadOnlyList<decimal> Prices) : PricePath;
}

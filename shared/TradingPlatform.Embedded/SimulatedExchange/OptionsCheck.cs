namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>Refuses options that would make the exchange unfaithful, before it starts.</summary>
internal static class OptionsCheck
{
    public static void Check(SimulatedExchangeOptions options)
    {
        Require(options.DataFile.Length > 0, "The exchange needs a data file.");
        Require(options.Symbols.Count > 0, "The exchange needs a symbol.");
        Require(options.PriceInterval > TimeSpan.Zero, "The price interval must be above zero.");
        Require(
            options.Symbols.Select(symbol => symbol.Name).Distinct(StringComparer.Ordinal).Count()
                == options.Symbols.Count,
            "A symbol stands there twice.");
        foreach (var symbol in options.Symbols)
        {
            var filters = symbol.Filters;
            Require(symbol.StartPrice > 0, $"{symbol.Name} needs a price.");
            // Else money would have to be rounded, as it is told in eight decimals.
            Require(
                Decimals(filters.TickSize) + Decimals(filters.StepSize) <= 8,
                $"{symbol.Name}: tick times step has more than eight decimals.");
            Require(filters.StepSize > 0 && filters.TickSize > 0, $"{symbol.Name} needs a tick and a step.");
        }
    }

    private static int Decimals(decimal value) => (value / 1.0000000000000000000000000000m).Scale;

    private static void Require(bool options, string otherwise)
    {
        if (!options)
        {
            throw new ArgumentException(otherwise, nameof(options));
        }
    }
}

namespace TradingPlatform.Core.Risk;

/// <summary>A limit that an order would pass.</summary>
/// <param name="Rule">The limit's name in the contract: <c>maxOrderNotional</c>.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Actual">What the order would make of it.</param>
public sealed record RiskViolation(string Rule, string Limit, string Actual)
{
    /// <summary>Of two amounts.</summary>
    public static RiskViolation Of(string rule, decimal limit, decimal actual) =>
        new(rule, Amount(limit), Amount(actual));

    private static string Amount(decimal value) =>
        value.ToString("0.############################", System.Globalization.CultureInfo.InvariantCulture);
}

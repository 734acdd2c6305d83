namespace TradingPlatform.Core.Markets;

/// <summary>The best prices of a pair at a moment.</summary>
/// <param name="Symbol">The pair.</param>
/// <param name="Bid">The highest price someone pays.</param>
/// <param name="Ask">The lowest price someone asks.</param>
/// <param name="At">When we learnt it, by our clock.</param>
public sealed record MarketQuote(Symbol Symbol, Price Bid, Price Ask, DateTimeOffset At)
{
    /// <summary>Half way between.</summary>
    public Price Mid => new((Bid.Value + Ask.Value) / 2);
}

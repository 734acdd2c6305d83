namespace TradingPlatform.Core.Markets;

/// <summary>A pair's figures of the last 24 hours. A figure that the exchange does not give is null.</summary>
/// <param name="Symbol">The pair.</param>
/// <param name="Last">The last trade's price.</param>
/// <param name="Bid">The best bid.</param>
/// <param name="Ask">The best ask.</param>
/// <param name="Open">The price 24 hours ago.</param>
/// <param name="High">The highest since.</param>
/// <param name="Low">The lowest since.</param>
/// <param name="BaseVolume">Traded since, in the base asset.</param>
/// <param name="QuoteVolume">Traded since, in the quote asset.</param>
/// <param name="At">By the exchange's clock where it says, else by ours.</param>
public sealed record Ticker(
    Symbol Symbol, Price Last, Price? Bid, Price? Ask, Price? Open, Price? High, Price? Low,
    decimal? BaseVolume, decimal? QuoteVolume, DateTimeOffset At);

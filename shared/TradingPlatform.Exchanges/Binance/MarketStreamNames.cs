using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Names of market streams (web-socket-streams.md): the pair in lower case, and what of it.</summary>
internal static class MarketStreamNames
{
    public const string Quotes = "bookTicker";
    public const string Trades = "trade";
    public const string Candles = "kline_1m";
    public const string Book = "depth@100ms";

    /// <summary>The streams of a pair for these feeds.</summary>
    public static ImmutableArray<string> Of(string spelling, MarketFeed feeds)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var pair = spelling.ToLowerInvariant();
        Add(MarketFeed.Quotes, Quotes);
        Add(MarketFeed.Trades, Trades);
        Add(MarketFeed.Candles, Candles);
        Add(MarketFeed.Book, Book);
        return names.DrainToImmutable();

        void Add(MarketFeed feed, string name)
        {
            if (feeds.HasFlag(feed))
            {
                names.Add($"{pair}@{name}");
            }
        }
    }
}

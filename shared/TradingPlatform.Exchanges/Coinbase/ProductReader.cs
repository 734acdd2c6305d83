using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>Turns what both APIs say of a product into an instrument.</summary>
internal static class ProductReader
{
    /// <summary>Every product that has a name here; the others are handed out by the exchange's own.</summary>
    public static ImmutableArray<Instrument> ReadAll(
        IEnumerable<JsonElement> products, string idMember, Func<JsonElement, Instrument?> read,
        Action<string> unnamed)
    {
        var instruments = new Dictionary<Symbol, Instrument>();
        foreach (var product in products)
        {
            if (read(product) is { } instrument)
            {
                instruments[instrument.Symbol] = instrument;
            }
            else
            {
                unnamed(product.Text(idMember) ?? "");
            }
        }

        return [.. instruments.Values];
    }

    /// <summary>False where the product is not spelt as its two assets.</summary>
    public static bool TryName(string? product, string? baseAsset, string? quoteAsset, out Symbol symbol)
    {
        symbol = default;
        if (!Asset.TryParse(baseAsset, out var bought) || !Asset.TryParse(quoteAsset, out var paid) || bought == paid)
        {
            return false;
        }

        symbol = new Symbol(bought, paid);
        return symbol.Text == product;
    }

    public static void AddPrice(ImmutableArray<InstrumentRule>.Builder rules, string name, decimal? increment)
    {
        if (increment is > 0)
        {
            rules.Add(new InstrumentRule.PriceGrid(name, null, null, increment));
        }
    }

    /// <summary>The grid counts from zero, whatever the least size is: so it is a rule of its own.</summary>
    public static void AddSize(
        ImmutableArray<InstrumentRule>.Builder rules, decimal? increment, decimal? least, decimal? most)
    {
        if (increment is > 0)
        {
            rules.Add(new InstrumentRule.Lot("BASE_INCREMENT", null, null, increment, MarketOnly: false));
        }

        if (least is > 0 || most is > 0)
        {
            rules.Add(new InstrumentRule.Lot(
                "BASE_SIZE", least is > 0 ? least : null, most is > 0 ? most : null, null, MarketOnly: false));
        }
    }

    /// <summary>The kinds of order that a product's modes leave.</summary>
    public static ImmutableHashSet<OrderType> Restrict(
        ImmutableHashSet<OrderType> types, bool? limitOnly, bool? postOnly)
    {
        types = postOnly is true ? types.Intersect([OrderType.LimitMaker]) : types;
        return limitOnly is true ? types.Remove(OrderType.Market) : types;
    }

    /// <summary>
    /// Neither API has icebergs that show a part, trailing stops, or pairs of which one cancels the other.
    /// </summary>
    public static Instrument Instrument(
        Symbol symbol, bool open, ImmutableArray<InstrumentRule> rules, ImmutableHashSet<OrderType> types) =>
        new(symbol, open, rules, types)
        {
            IcebergAllowed = false, TrailingAllowed = false, OcoAllowed = false, QuoteQuantityAllowed = true,
        };

    /// <summary>The best prices; a side of the book that is empty is worth what else is known.</summary>
    /// <exception cref="JsonException">No price is known.</exception>
    public static MarketQuote Quote(Symbol symbol, decimal? bid, decimal? ask, decimal? last, DateTimeOffset at)
    {
        (bid, ask) = (Known(bid) ?? Known(last) ?? Known(ask), Known(ask) ?? Known(last) ?? Known(bid));
        return bid is { } best && ask is { } least
            ? new MarketQuote(symbol, new Price(best), new Price(least), at)
            : throw new JsonException("The answer has no price.");
    }

    private static decimal? Known(decimal? price) => price > 0 ? price : null;
}

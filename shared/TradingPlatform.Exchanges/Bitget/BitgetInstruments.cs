using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Reads pairs and their rules. Each rule has the name of the member that states it.</summary>
internal static class BitgetInstruments
{
    // A side of the percentage rule that the exchange leaves open.
    private const decimal NoCeiling = 1_000_000;

    private static readonly ImmutableHashSet<OrderType> AllTypes =
    [
        OrderType.Market, OrderType.Limit, OrderType.LimitMaker, OrderType.StopLoss, OrderType.StopLossLimit,
        OrderType.TakeProfit, OrderType.TakeProfitLimit,
    ];

    /// <summary>Every pair of the answer; what has no name here is handed out.</summary>
    public static RuleBook Read(JsonElement data, bool isFutures)
    {
        var instruments = new Dictionary<Symbol, Instrument>();
        var pairs = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        var spellings = new Dictionary<Symbol, string>();
        var leftOut = new List<string>();
        foreach (var row in BitgetAnswer.Rows(data).Where(row => !isFutures || IsPerpetual(row)))
        {
            var spelling = BitgetOrders.Spelling(row);
            if (BitgetWords.Coin(row.Text("baseCoin")) is { } baseCoin
                && BitgetWords.Coin(row.Text("quoteCoin")) is { } quoteCoin && baseCoin != quoteCoin
                && pairs.TryAdd(spelling, new Symbol(baseCoin, quoteCoin))
                && spellings.TryAdd(pairs[spelling], spelling))
            {
                var symbol = pairs[spelling];
                instruments[symbol] = isFutures ? Contract(row, symbol) : Spot(row, symbol);
            }
            else
            {
                leftOut.Add(spelling);
            }
        }

        return new RuleBook(instruments, pairs, spellings, [], [], leftOut);
    }

    private static bool IsPerpetual(JsonElement row) => row.Text("symbolType") is null or "perpetual";

    private static Instrument Spot(JsonElement row, Symbol symbol) =>
        new(symbol, row.Text("status") == "online", [.. SpotRules(row, symbol)], AllTypes)
        {
            IcebergAllowed = false, TrailingAllowed = false, OcoAllowed = false, MarketSizedByWhatIsPaid = true,
        };

    private static Instrument Contract(JsonElement row, Symbol symbol) =>
        new(symbol, row.Text("symbolStatus") is "normal", [.. ContractRules(row, symbol)], AllTypes)
        {
            IcebergAllowed = false, TrailingAllowed = false, OcoAllowed = false, QuoteQuantityAllowed = false,
        };

    private static IEnumerable<InstrumentRule> SpotRules(JsonElement row, Symbol symbol)
    {
        if (Step(row, "pricePrecision") is { } tick)
        {
            yield return new InstrumentRule.PriceGrid("pricePrecision", null, null, tick);
        }

        if (Step(row, "quantityPrecision") is { } step)
        {
            yield return new InstrumentRule.Lot("quantityPrecision", null, null, step, MarketOnly: false);
        }

        foreach (var rule in Bounds(row, "minTradeAmount", "maxTradeAmount").Concat(Common(row, symbol)))
        {
            yield return rule;
        }

        if (row.Int64("orderQuantity") is > 0 and <= int.MaxValue and var open)
        {
            yield return new InstrumentRule.OpenOrders("orderQuantity", (int)open, OrderKind.Any);
        }
    }

    // Sizes are in the base coin: 'sizeMultiplier' is the step that they lie on, not a contract's worth.
    private static IEnumerable<InstrumentRule> ContractRules(JsonElement row, Symbol symbol)
    {
        if (Step(row, "pricePlace") is { } place)
        {
            yield return new InstrumentRule.PriceGrid(
                "priceEndStep", null, null, place * (row.Decimal("priceEndStep") is > 0 and var end ? end : 1));
        }

        if (row.Decimal("sizeMultiplier") is > 0 and var step)
        {
            yield return new InstrumentRule.Lot("sizeMultiplier", null, null, step, MarketOnly: false);
        }

        foreach (var rule in Bounds(row, "minTradeNum", "maxOrderQty").Concat(Common(row, symbol)))
        {
            yield return rule;
        }

        if (row.Decimal("maxMarketOrderQty") is > 0 and var most)
        {
            yield return new InstrumentRule.Lot("maxMarketOrderQty", null, most, null, MarketOnly: true);
        }

        if (row.Int64("maxSymbolOrderNum") is > 0 and <= int.MaxValue and var open)
        {
            yield return new InstrumentRule.OpenOrders("maxSymbolOrderNum", (int)open, OrderKind.Any);
        }
    }

    private static IEnumerable<InstrumentRule> Bounds(JsonElement row, string least, string most)
    {
        if (row.Decimal(least) is > 0 and var min)
        {
            yield return new InstrumentRule.Lot(least, min, null, null, MarketOnly: false);
        }

        if (row.Decimal(most) is > 0 and var max)
        {
            yield return new InstrumentRule.Lot(most, null, max, null, MarketOnly: false);
        }
    }

    private static IEnumerable<InstrumentRule> Common(JsonElement row, Symbol symbol)
    {
        // In USDT whatever the quote asset is: of other pairs the exchange alone can tell.
        if (symbol.Quote == Asset.Usdt && row.Decimal("minTradeUSDT") is > 0 and var least)
        {
            yield return new InstrumentRule.Notional("minTradeUSDT", least, null, true, false);
        }

        if (row.Decimal("buyLimitPriceRatio") is > 0 and var above
            && row.Decimal("sellLimitPriceRatio") is > 0 and var below)
        {
            yield return new InstrumentRule.PricePercent("limitPriceRatio", 1 + above, 0, NoCeiling, 1 - below)
            {
                BindsStops = false,
            };
        }

        yield return new InstrumentRule.StopSide("triggerPrice");
    }

    /// <summary>A number of places as the step of the last one.</summary>
    private static decimal? Step(JsonElement row, string name) =>
        row.Int64(name) is >= 0 and <= 28 and var places ? new decimal(1, 0, 0, false, (byte)places) : null;
}

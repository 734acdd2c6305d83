using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Reads filters (filters.md of binance-spot-api-docs). Types that it does not know are left out.</summary>
internal static class FilterReader
{
    public static ImmutableArray<InstrumentRule> ReadAll(ref Utf8JsonReader reader)
    {
        var rules = ImmutableArray.CreateBuilder<InstrumentRule>();
        WireJson.Expect(ref reader, JsonTokenType.StartArray);
        while (WireJson.NextElement(ref reader))
        {
            WireJson.Expect(ref reader, JsonTokenType.StartObject);
            if (Rule(ReadFields(ref reader)) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return rules.ToImmutable();
    }

    private static Dictionary<string, string> ReadFields(ref Utf8JsonReader reader)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.GetString()!;
            reader.Read();
            var text = reader.TokenType is JsonTokenType.True ? "true" : WireJson.Text(ref reader);
            if (text is not null)
            {
                fields[name] = text;
            }
        }

        return fields;
    }

    private static InstrumentRule? Rule(Dictionary<string, string> fields)
    {
        var name = fields.GetValueOrDefault("filterType", "");
        return name switch
        {
            "PRICE_FILTER" => new InstrumentRule.PriceGrid(
                name, Bound(fields, "minPrice"), Bound(fields, "maxPrice"), Bound(fields, "tickSize")),
            "LOT_SIZE" or "MARKET_LOT_SIZE" => new InstrumentRule.Lot(
                name, Bound(fields, "minQty"), Bound(fields, "maxQty"), Bound(fields, "stepSize"),
                MarketOnly: name == "MARKET_LOT_SIZE"),
            "NOTIONAL" => new InstrumentRule.Notional(
                name, Bound(fields, "minNotional"), Bound(fields, "maxNotional"),
                Yes(fields, "applyMinToMarket"), Yes(fields, "applyMaxToMarket")),
            "MIN_NOTIONAL" => new InstrumentRule.Notional(
                name, Bound(fields, "minNotional"), null, Yes(fields, "applyToMarket"), false),
            "PERCENT_PRICE" => Percent(fields, "multiplierUp", "multiplierDown", "multiplierUp", "multiplierDown"),
            "PERCENT_PRICE_BY_SIDE" => Percent(
                fields, "bidMultiplierUp", "bidMultiplierDown", "askMultiplierUp", "askMultiplierDown"),
            "TRAILING_DELTA" => Trailing(fields),
            "ICEBERG_PARTS" => Count(fields, "limit") is { } parts
                ? new InstrumentRule.IcebergParts(name, parts) : null,
            "MAX_POSITION" => Bound(fields, "maxPosition") is { } most
                ? new InstrumentRule.MaxPosition(name, most) : null,
            "MAX_NUM_ORDERS" or "EXCHANGE_MAX_NUM_ORDERS" => OpenOrders(fields, "maxNumOrders", OrderKind.Any),
            "MAX_NUM_ALGO_ORDERS" or "EXCHANGE_MAX_NUM_ALGO_ORDERS" =>
                OpenOrders(fields, "maxNumAlgoOrders", OrderKind.Algorithmic),
            "MAX_NUM_ICEBERG_ORDERS" or "EXCHANGE_MAX_NUM_ICEBERG_ORDERS" =>
                OpenOrders(fields, "maxNumIcebergOrders", OrderKind.Iceberg),
            _ => null,
        };
    }

    private static InstrumentRule.PricePercent? Percent(
        Dictionary<string, string> fields, string bidUp, string bidDown, string askUp, string askDown) =>
        (Bound(fields, bidUp), Bound(fields, bidDown), Bound(fields, askUp), Bound(fields, askDown))
            is ({ } upOfBid, { } downOfBid, { } upOfAsk, { } downOfAsk)
            ? new InstrumentRule.PricePercent(fields["filterType"], upOfBid, downOfBid, upOfAsk, downOfAsk)
            : null;

    private static InstrumentRule.Trailing? Trailing(Dictionary<string, string> fields) =>
        (Count(fields, "minTrailingAboveDelta"), Count(fields, "maxTrailingAboveDelta"),
            Count(fields, "minTrailingBelowDelta"), Count(fields, "maxTrailingBelowDelta"))
            is ({ } minAbove, { } maxAbove, { } minBelow, { } maxBelow)
            ? new InstrumentRule.Trailing(fields["filterType"], minAbove, maxAbove, minBelow, maxBelow)
            : null;

    private static InstrumentRule.OpenOrders? OpenOrders(
        Dictionary<string, string> fields, string member, OrderKind counts) =>
        Count(fields, member) is { } most
            ? new InstrumentRule.OpenOrders(fields["filterType"], most, counts)
            : null;

    /// <summary>A bound; null where it is absent, or zero, which switches it off.</summary>
    private static decimal? Bound(Dictionary<string, string> fields, string member) =>
        fields.TryGetValue(member, out var text)
        && decimal.TryParse(text, BinanceWords.Number, BinanceWords.Invariant, out var value) && value != 0
            ? value
            : null;

    private static int? Count(Dictionary<string, string> fields, string member) =>
        fields.TryGetValue(member, out var text) && int.TryParse(text, BinanceWords.Invariant, out var value)
            ? value
            : null;

    private static bool Yes(Dictionary<string, string> fields, string member) =>
        fields.GetValueOrDefault(member) == "true";
}

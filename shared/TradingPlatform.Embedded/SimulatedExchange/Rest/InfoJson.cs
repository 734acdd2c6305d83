using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary><c>exchangeInfo</c>: limits, symbols and their filters.</summary>
internal static class InfoJson
{
    private static readonly OrderType[] Types =
    [
        OrderType.Limit, OrderType.LimitMaker, OrderType.Market, OrderType.StopLoss, OrderType.StopLossLimit,
        OrderType.TakeProfit, OrderType.TakeProfitLimit,
    ];

    public static void Write(Utf8JsonWriter writer, long now, SimulatedLimits limits, IEnumerable<Market> markets)
    {
        writer.WriteStartObject();
        writer.WriteString("timezone"u8, "UTC"u8);
        writer.WriteNumber("serverTime"u8, now);
        writer.WriteStartArray("rateLimits"u8);
        WriteLimit(writer, "REQUEST_WEIGHT", "MINUTE", 1, limits.WeightPerMinute, null);
        WriteLimit(writer, "ORDERS", "SECOND", 10, limits.OrdersPerTenSeconds, null);
        WriteLimit(writer, "ORDERS", "DAY", 1, limits.OrdersPerDay, null);
        WriteLimit(writer, "RAW_REQUESTS", "MINUTE", 5, limits.RequestsPerFiveMinutes, null);
        writer.WriteEndArray();
        writer.WriteStartArray("exchangeFilters"u8);
        writer.WriteEndArray();
        writer.WriteStartArray("symbols"u8);
        foreach (var market in markets)
        {
            WriteSymbol(writer, market);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <param name="writer">Where to.</param>
    /// <param name="type">The kind of limit.</param>
    /// <param name="interval">SECOND, MINUTE or DAY.</param>
    /// <param name="number">How many of them.</param>
    /// <param name="limit">How much is allowed in that time.</param>
    /// <param name="count">How much has been used, where that is told.</param>
    public static void WriteLimit(
        Utf8JsonWriter writer, string type, string interval, int number, int limit, int? count)
    {
        writer.WriteStartObject();
        writer.WriteString("rateLimitType"u8, type);
        writer.WriteString("interval"u8, interval);
        writer.WriteNumber("intervalNum"u8, number);
        writer.WriteNumber("limit"u8, limit);
        if (count is { } used)
        {
            writer.WriteNumber("count"u8, used);
        }

        writer.WriteEndObject();
    }

    private static void WriteSymbol(Utf8JsonWriter writer, Market market)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol"u8, market.Name);
        writer.WriteString("status"u8, market.Status.Word());
        writer.WriteString("baseAsset"u8, market.BaseAsset);
        writer.WriteNumber("baseAssetPrecision"u8, 8);
        writer.WriteString("quoteAsset"u8, market.QuoteAsset);
        writer.WriteNumber("quotePrecision"u8, 8);
        writer.WriteNumber("quoteAssetPrecision"u8, 8);
        writer.WriteNumber("baseCommissionPrecision"u8, 8);
        writer.WriteNumber("quoteCommissionPrecision"u8, 8);
        writer.WriteStartArray("orderTypes"u8);
        foreach (var type in Types)
        {
            writer.WriteStringValue(type.Word());
        }

        writer.WriteEndArray();
        foreach (var allowed in (ReadOnlySpan<string>)
            ["icebergAllowed", "ocoAllowed", "quoteOrderQtyMarketAllowed", "allowTrailingStop", "cancelReplaceAllowed",
                "amendAllowed", "isSpotTradingAllowed"])
        {
            writer.WriteBoolean(allowed, true);
        }

        foreach (var missing in (ReadOnlySpan<string>)
            ["otoAllowed", "opoAllowed", "pegInstructionsAllowed", "isMarginTradingAllowed"])
        {
            writer.WriteBoolean(missing, false);
        }

        WriteFilters(writer, market.Filters);
        writer.WriteStartArray("permissions"u8);
        writer.WriteEndArray();
        writer.WriteStartArray("permissionSets"u8);
        writer.WriteStartArray();
        writer.WriteStringValue("SPOT"u8);
        writer.WriteEndArray();
        writer.WriteEndArray();
        writer.WriteString("defaultSelfTradePreventionMode"u8, "EXPIRE_MAKER"u8);
        writer.WriteStartArray("allowedSelfTradePreventionModes"u8);
        foreach (var mode in (ReadOnlySpan<string>)["NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"])
        {
            writer.WriteStringValue(mode);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFilters(Utf8JsonWriter writer, SymbolFilters filters)
    {
        writer.WriteStartArray("filters"u8);
        Amounts(writer, "PRICE_FILTER", ("minPrice", filters.MinPrice), ("maxPrice", filters.MaxPrice),
            ("tickSize", filters.TickSize));
        Amounts(writer, "LOT_SIZE", ("minQty", filters.MinQuantity), ("maxQty", filters.MaxQuantity),
            ("stepSize", filters.StepSize));
        Counts(writer, "ICEBERG_PARTS", ("limit", filters.IcebergParts));
        Amounts(writer, "MARKET_LOT_SIZE", ("minQty", filters.MinMarketQuantity),
            ("maxQty", filters.MaxMarketQuantity), ("stepSize", filters.MarketStepSize));
        Counts(writer, "TRAILING_DELTA", ("minTrailingAboveDelta", filters.MinTrailingDelta),
            ("maxTrailingAboveDelta", filters.MaxTrailingDelta), ("minTrailingBelowDelta", filters.MinTrailingDelta),
            ("maxTrailingBelowDelta", filters.MaxTrailingDelta));
        WritePercentPrice(writer, filters);
        WriteNotional(writer, filters);
        Counts(writer, "MAX_NUM_ORDERS", ("maxNumOrders", filters.MaxOrders));
        Counts(writer, "MAX_NUM_ALGO_ORDERS", ("maxNumAlgoOrders", filters.MaxAlgoOrders));
        Counts(writer, "MAX_NUM_ORDER_AMENDS", ("maxNumOrderAmends", filters.MaxAmends));
        if (filters.MaxPosition is { } most)
        {
            Amounts(writer, "MAX_POSITION", ("maxPosition", most));
        }

        writer.WriteEndArray();
    }

    private static void WritePercentPrice(Utf8JsonWriter writer, SymbolFilters filters)
    {
        writer.WriteStartObject();
        writer.WriteString("filterType"u8, "PERCENT_PRICE_BY_SIDE"u8);
        writer.WriteAmount("bidMultiplierUp"u8, filters.MultiplierUp);
        writer.WriteAmount("bidMultiplierDown"u8, filters.MultiplierDown);
        writer.WriteAmount("askMultiplierUp"u8, filters.MultiplierUp);
        writer.WriteAmount("askMultiplierDown"u8, filters.MultiplierDown);
        writer.WriteNumber("avgPriceMins"u8, filters.AveragePriceMinutes);
        writer.WriteEndObject();
    }

    private static void WriteNotional(Utf8JsonWriter writer, SymbolFilters filters)
    {
        writer.WriteStartObject();
        writer.WriteString("filterType"u8, "NOTIONAL"u8);
        writer.WriteAmount("minNotional"u8, filters.MinNotional);
        writer.WriteBoolean("applyMinToMarket"u8, true);
        writer.WriteAmount("maxNotional"u8, filters.MaxNotional);
        writer.WriteBoolean("applyMaxToMarket"u8, false);
        writer.WriteNumber("avgPriceMins"u8, filters.AveragePriceMinutes);
        writer.WriteEndObject();
        if (filters.LegacyMinNotional is { } least)
        {
            writer.WriteStartObject();
            writer.WriteString("filterType"u8, "MIN_NOTIONAL"u8);
            writer.WriteAmount("minNotional"u8, least);
            writer.WriteBoolean("applyToMarket"u8, true);
            writer.WriteNumber("avgPriceMins"u8, filters.AveragePriceMinutes);
            writer.WriteEndObject();
        }
    }

    private static void Amounts(
        Utf8JsonWriter writer, string type, params ReadOnlySpan<(string Name, decimal Amount)> members)
    {
        writer.WriteStartObject();
        writer.WriteString("filterType"u8, type);
        foreach (var (name, amount) in members)
        {
            writer.WritePropertyName(name);
            writer.WriteAmountValue(amount);
        }

        writer.WriteEndObject();
    }

    private static void Counts(
        Utf8JsonWriter writer, string type, params ReadOnlySpan<(string Name, int Count)> members)
    {
        writer.WriteStartObject();
        writer.WriteString("filterType"u8, type);
        foreach (var (name, count) in members)
        {
            writer.WriteNumber(name, count);
        }

        writer.WriteEndObject();
    }
}

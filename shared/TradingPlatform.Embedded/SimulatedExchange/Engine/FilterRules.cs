namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>Binance's filters (filters.md), applied exactly: what breaks one is refused, never rounded.</summary>
internal static class FilterRules
{
    public static Refusal? Check(Account account, NewOrder order, long now)
    {
        var filters = order.Market.Filters;
        var average = order.Market.Candles.AveragePrice(filters.AveragePriceMinutes, now) ?? order.Market.LastPrice;
        return CheckPrices(order, filters, average)
            ?? CheckQuantities(order, filters)
            ?? CheckNotional(order, filters, average)
            ?? CheckTrailing(order, filters)
            ?? CheckCounts(account, order, filters);
    }

    private static Refusal? CheckPrices(NewOrder order, SymbolFilters filters, decimal average)
    {
        if (!Allows(order.Price, filters) || !Allows(order.StopPrice, filters))
        {
            return Refusal.Filter("PRICE_FILTER");
        }

        var isFar = order.Price > average * filters.MultiplierUp || order.Price < average * filters.MultiplierDown;
        return order.Price > 0 && isFar ? Refusal.Filter("PERCENT_PRICE_BY_SIDE") : null;
    }

    private static bool Allows(decimal price, SymbolFilters filters) => price == 0
        || ((filters.MinPrice == 0 || price >= filters.MinPrice)
            && (filters.MaxPrice == 0 || price <= filters.MaxPrice)
            && (filters.TickSize == 0 || price % filters.TickSize == 0));

    private static Refusal? CheckQuantities(NewOrder order, SymbolFilters filters)
    {
        if (order.QuoteQuantity > 0)
        {
            return null;
        }

        if (!IsLot(order.Quantity, filters)
            || (order.IcebergQuantity > 0 && !IsLot(order.IcebergQuantity, filters)))
        {
            return Refusal.Filter("LOT_SIZE");
        }

        if (order.IsMarket
            && (order.Quantity < filters.MinMarketQuantity
                || (filters.MaxMarketQuantity > 0 && order.Quantity > filters.MaxMarketQuantity)
                || (filters.MarketStepSize > 0 && order.Quantity % filters.MarketStepSize != 0)))
        {
            return Refusal.Filter("MARKET_LOT_SIZE");
        }

        return order.IcebergQuantity > 0
            && decimal.Ceiling(order.Quantity / order.IcebergQuantity) > filters.IcebergParts
                ? Refusal.Filter("ICEBERG_PARTS")
                : null;
    }

    private static bool IsLot(decimal quantity, SymbolFilters filters) =>
        quantity >= filters.MinQuantity
        && quantity <= filters.MaxQuantity
        && (filters.StepSize == 0 || quantity % filters.StepSize == 0);

    private static Refusal? CheckNotional(NewOrder order, SymbolFilters filters, decimal average)
    {
        var price = order.Price > 0 ? order.Price : order.StopPrice > 0 ? order.StopPrice : average;
        var notional = order.QuoteQuantity > 0 ? order.QuoteQuantity : price * order.Quantity;
        if (notional < filters.MinNotional || (!order.IsMarket && notional > filters.MaxNotional))
        {
            return Refusal.Filter("NOTIONAL");
        }

        return notional < filters.LegacyMinNotional ? Refusal.Filter("MIN_NOTIONAL") : null;
    }

    private static Refusal? CheckTrailing(NewOrder order, SymbolFilters filters) =>
        order.TrailingDelta != 0
        && (order.TrailingDelta < filters.MinTrailingDelta || order.TrailingDelta > filters.MaxTrailingDelta)
            ? Refusal.Filter("TRAILING_DELTA")
            : null;

    private static Refusal? CheckCounts(Account account, NewOrder order, SymbolFilters filters)
    {
        // Counting an account's orders is only worth it where the bound could be reached.
        if (account.OpenOrders.Count >= filters.MaxOrders
            && account.OpenOrders.Values.Count(open => open.Market == order.Market) >= filters.MaxOrders)
        {
            return Refusal.Filter("MAX_NUM_ORDERS");
        }

        if (order.IsAlgo
            && account.OpenOrders.Count >= filters.MaxAlgoOrders
            && account.OpenOrders.Values.Count(open => open.Market == order.Market && open.Order.IsAlgo)
                >= filters.MaxAlgoOrders)
        {
            return Refusal.Filter("MAX_NUM_ALGO_ORDERS");
        }

        return order.Side is Side.Buy && filters.MaxPosition is { } most && Position(account, order) > most
            ? Refusal.PositionFilter
            : null;
    }

    private static decimal Position(Account account, NewOrder order)
    {
        var held = account[order.Market.BaseAsset];
        var bid = account.OpenOrders.Values
            .Where(open => open.Market == order.Market && open.Order.Side is Side.Buy)
            .Sum(open => open.Order.Remaining);
        return held.Free + held.Locked + bid + order.Quantity;
    }
}

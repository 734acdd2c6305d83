using System.Globalization;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Markets;

/// <summary>A rule of the exchange that an order breaks (API.md, <c>INSTRUMENT_RULE</c>).</summary>
/// <param name="Rule">The exchange's filter type.</param>
/// <param name="Limit">What the rule asks for.</param>
/// <param name="Actual">What the order has.</param>
public sealed record InstrumentViolation(string Rule, string Limit, string Actual);

/// <summary>
/// Checks an order against its instrument before anything is sent, exactly. Nothing is ever rounded to fit.
/// </summary>
public static class InstrumentRules
{
    /// <summary>The first rule that the order breaks, or null.</summary>
    /// <param name="ticket">The order.</param>
    /// <param name="instrument">The rules.</param>
    /// <param name="market">Where the market stands: for market orders, and for distances from it.</param>
    /// <param name="held">
    /// How much of the base asset the account holds and has open to buy; null where it is not known, and then a rule on
    /// it is left to the exchange.
    /// </param>
    public static InstrumentViolation? Check(
        OrderTicket ticket, Instrument instrument, MarketQuote market, decimal? held)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(market);
        if (!instrument.Trading)
        {
            return new InstrumentViolation("STATUS", "TRADING", "HALTED");
        }

        if (Kind(ticket, instrument) is { } kind)
        {
            return kind;
        }

        foreach (var rule in instrument.Rules)
        {
            if (Broken(rule, ticket, market, held) is { } broken)
            {
                return broken;
            }
        }

        return null;
    }

    /// <summary>How many open orders of a kind the pair allows an account; null for any number.</summary>
    public static int? MaxOpen(Instrument instrument, OrderKind kind)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument.Rules.OfType<InstrumentRule.OpenOrders>()
            .Where(rule => rule.Counts == kind).Select(rule => (int?)rule.Max).Min();
    }

    private static InstrumentViolation? Kind(OrderTicket ticket, Instrument instrument)
    {
        if (!instrument.OrderTypes.Contains(ticket.Type))
        {
            return new("ORDER_TYPES", string.Join(',', instrument.OrderTypes.Order()), ticket.Type.ToString());
        }

        return ticket switch
        {
            { IcebergQuantity: not null } when !instrument.IcebergAllowed => new("ICEBERG_PARTS", "0", "1"),
            { TrailingDeltaBps: not null } when !instrument.TrailingAllowed => new("TRAILING_DELTA", "0", "1"),
            { QuoteQuantity: not null } when !instrument.QuoteQuantityAllowed =>
                new("QUOTE_ORDER_QTY", "false", "true"),
            { TimeInForce: TimeInForce.Ioc or TimeInForce.Fok } when !instrument.StopTimeInForceAllowed
                && ticket.Type.HasStop() => new("TIME_IN_FORCE", "GTC", ticket.TimeInForce.Value.ToString()),
            { Type: OrderType.Market, Side: OrderSide.Buy, Quantity: not null }
                when instrument.MarketSizedByWhatIsPaid => new("MARKET_BUY_SIZE", "quoteQuantity", "quantity"),
            { QuoteQuantity: not null, Side: OrderSide.Sell } when instrument.MarketSizedByWhatIsPaid =>
                new("MARKET_SELL_SIZE", "quantity", "quoteQuantity"),
            _ => null,
        };
    }

    private static InstrumentViolation? Broken(
        InstrumentRule rule, OrderTicket ticket, MarketQuote market, decimal? held) => rule switch
        {
            InstrumentRule.PriceGrid grid => Grid(grid, ticket.Price) ?? Grid(grid, ticket.StopPrice),
            InstrumentRule.Lot lot => Lot(lot, ticket),
            InstrumentRule.Notional notional => Notional(notional, ticket, market),
            InstrumentRule.PricePercent percent => Percent(percent, ticket, market),
            InstrumentRule.IcebergParts parts => Parts(parts, ticket),
            InstrumentRule.Trailing trailing => Trailing(trailing, ticket),
            InstrumentRule.StopSide side => StopSide(side, ticket, market),
            InstrumentRule.MaxPosition position => Position(position, ticket, held),
            // Counts of open orders are guarded by the gate, in the write that reserves.
            _ => null,
        };

    private static InstrumentViolation? Grid(InstrumentRule.PriceGrid rule, Price? price) => price is { } p
        ? Below(rule, rule.Min, p.Value) ?? Above(rule, rule.Max, p.Value) ?? OffGrid(rule, rule.Tick, 0, p.Value)
        : null;

    private static InstrumentViolation? Lot(InstrumentRule.Lot rule, OrderTicket ticket)
    {
        if (ticket.Quantity is not { } quantity || (rule.MarketOnly && ticket.Type is not OrderType.Market))
        {
            return null;
        }

        return Below(rule, rule.Min, quantity.Value) ?? Above(rule, rule.Max, quantity.Value)
            ?? OffGrid(rule, rule.Step, rule.Min ?? 0, quantity.Value)
            ?? (ticket.IcebergQuantity is { } iceberg && !rule.MarketOnly
                ? Below(rule, rule.Min, iceberg.Value) ?? OffGrid(rule, rule.Step, rule.Min ?? 0, iceberg.Value)
                : null);
    }

    private static InstrumentViolation? Notional(
        InstrumentRule.Notional rule, OrderTicket ticket, MarketQuote market)
    {
        var atMarket = !ticket.Type.HasPrice();
        var price = ticket.Price ?? ticket.StopPrice ?? market.Mid;
        var notional = ticket.QuoteQuantity ?? price * ticket.Quantity.GetValueOrDefault();
        return (atMarket && !rule.MinBindsMarket ? null : Below(rule, rule.Min, notional))
            ?? (atMarket && !rule.MaxBindsMarket ? null : Above(rule, rule.Max, notional));
    }

    private static InstrumentViolation? Percent(
        InstrumentRule.PricePercent rule, OrderTicket ticket, MarketQuote market)
    {
        if (ticket.Price is not { } price || (!rule.BindsStops && ticket.Type.HasStop()))
        {
            return null;
        }

        var (down, up) = ticket.Side is OrderSide.Buy ? (rule.BidDown, rule.BidUp) : (rule.AskDown, rule.AskUp);
        return Below(rule, market.Mid.Value * down, price.Value) ?? Above(rule, market.Mid.Value * up, price.Value);
    }

    private static InstrumentViolation? Parts(InstrumentRule.IcebergParts rule, OrderTicket ticket) =>
        ticket is { IcebergQuantity: { Value: > 0 } iceberg, Quantity: { } quantity }
            ? Above(rule, rule.Max, decimal.Ceiling(quantity.Value / iceberg.Value))
            : null;

    private static InstrumentViolation? Trailing(InstrumentRule.Trailing rule, OrderTicket ticket)
    {
        if (ticket.TrailingDeltaBps is not { } delta)
        {
            return null;
        }

        // A stop that buys on a rise or sells on a fall trails from above the lowest or below the highest price.
        var above = ticket.Side is OrderSide.Buy
            == ticket.Type is OrderType.StopLoss or OrderType.StopLossLimit;
        return above
            ? Below(rule, rule.MinAbove, delta) ?? Above(rule, rule.MaxAbove, delta)
            : Below(rule, rule.MinBelow, delta) ?? Above(rule, rule.MaxBelow, delta);
    }

    private static InstrumentViolation? StopSide(InstrumentRule.StopSide rule, OrderTicket ticket, MarketQuote market)
    {
        if (ticket.StopPrice is not { } stop || !ticket.Type.HasStop())
        {
            return null;
        }

        // A loss is stopped above the market where one buys, and below it where one sells; a profit the other way.
        var isAbove = (ticket.Side is OrderSide.Buy) == (ticket.Type is OrderType.StopLoss or OrderType.StopLossLimit);
        return (isAbove ? stop > market.Mid : stop < market.Mid) ? null : Of(rule, market.Mid.Value, stop.Value);
    }

    private static InstrumentViolation? Position(InstrumentRule.MaxPosition rule, OrderTicket ticket, decimal? held) =>
        ticket is { Side: OrderSide.Buy, Quantity: { } quantity } && held is { } has
            ? Above(rule, rule.Max, has + quantity.Value)
            : null;

    private static InstrumentViolation? Below(InstrumentRule rule, decimal? least, decimal actual) =>
        least is { } limit && actual < limit ? Of(rule, limit, actual) : null;

    private static InstrumentViolation? Above(InstrumentRule rule, decimal? most, decimal actual) =>
        most is { } limit && actual > limit ? Of(rule, limit, actual) : null;

    private static InstrumentViolation? OffGrid(InstrumentRule rule, decimal? step, decimal origin, decimal actual) =>
        step is { } grid && (actual - origin) % grid != 0 ? Of(rule, grid, actual) : null;

    private static InstrumentViolation Of(InstrumentRule rule, decimal limit, decimal actual) =>
        new(rule.Name, Text(limit), Text(actual));

    private static string Text(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);
}

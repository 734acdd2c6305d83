namespace TradingPlatform.Core.Orders;

/// <summary>
/// What fits together in a ticket, whatever the exchange: what breaks one of these is malformed (400).
/// </summary>
public static class TicketRules
{
    /// <summary>A field and what is wrong with it; none where the ticket is whole.</summary>
    public static IEnumerable<(string Field, string Message)> Check(OrderTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return Amounts(ticket).Concat(Prices(ticket)).Concat(Extras(ticket));
    }

    private static IEnumerable<(string Field, string Message)> Amounts(OrderTicket ticket)
    {
        if (ticket.QuoteQuantity is not null && ticket.Type is not OrderType.Market)
        {
            yield return ("quoteQuantity", "Only a MARKET order can be given in the quote asset.");
        }
        else if (ticket.Quantity is null == ticket.QuoteQuantity is null)
        {
            yield return ("quantity", ticket.Type is OrderType.Market
                ? "Give either quantity or quoteQuantity."
                : "This is required.");
        }

        if (ticket.Quantity is { Value: 0 })
        {
            yield return ("quantity", "This must be above zero.");
        }

        if (ticket.QuoteQuantity is <= 0)
        {
            yield return ("quoteQuantity", "This must be above zero.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Prices(OrderTicket ticket)
    {
        if (ticket.Type.HasPrice() && ticket.Price is null)
        {
            yield return ("price", "This kind of order needs a price.");
        }

        if (!ticket.Type.HasPrice() && ticket.Price is not null)
        {
            yield return ("price", "This kind of order has no price.");
        }

        if (ticket.Type.HasStop() && ticket.StopPrice is null && ticket.TrailingDeltaBps is null)
        {
            yield return ("stopPrice", "This kind of order needs a stopPrice or a trailingDeltaBps.");
        }

        if (!ticket.Type.HasStop() && ticket.StopPrice is not null)
        {
            yield return ("stopPrice", "This kind of order has no stopPrice.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Extras(OrderTicket ticket)
    {
        if (ticket.TrailingDeltaBps is not null && !ticket.Type.HasStop())
        {
            yield return ("trailingDeltaBps", "This kind of order does not trail.");
        }

        if (ticket.TrailingDeltaBps is <= 0)
        {
            yield return ("trailingDeltaBps", "This must be above zero.");
        }

        if (ticket.TimeInForce is not null && !ticket.Type.HasTimeInForce())
        {
            yield return ("timeInForce", "This kind of order has no timeInForce.");
        }

        if (ticket.IcebergQuantity is { } iceberg)
        {
            if (!ticket.Type.HasPrice() || ticket.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok)
            {
                yield return ("icebergQuantity", "Only an order that rests until cancelled can be an iceberg.");
            }
            else if (iceberg.Value == 0 || (ticket.Quantity is { } quantity && iceberg > quantity))
            {
                yield return ("icebergQuantity", "This must be above zero and at most the quantity.");
            }
        }
    }
}

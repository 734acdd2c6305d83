using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>Writes an order as the body that is sent.</summary>
internal static class AdvancedOrderBody
{
    /// <param name="spelling">The pair.</param>
    /// <param name="id">Null for a preview, which has none.</param>
    /// <param name="ticket">What is asked for.</param>
    /// <exception cref="ArgumentException">The exchange has no such kind of order; its instruments say so.</exception>
    public static byte[] Write(string spelling, ClientOrderId? id, OrderTicket ticket)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (id is { } own)
            {
                json.WriteString("client_order_id", own.Text);
            }

            json.WriteString("product_id", spelling);
            json.WriteString("side", AdvancedWords.Of(ticket.Side));
            json.WriteStartObject("order_configuration");
            json.WriteStartObject(Configuration(ticket));
            WriteTerms(json, ticket);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string Configuration(OrderTicket ticket) => (ticket.Type, ticket.TimeInForce) switch
    {
        (OrderType.Market, _) => "market_market_ioc",
        (OrderType.Limit, null or TimeInForce.Gtc) or (OrderType.LimitMaker, _) => "limit_limit_gtc",
        (OrderType.Limit, TimeInForce.Ioc) => "sor_limit_ioc",
        (OrderType.Limit, TimeInForce.Fok) => "limit_limit_fok",
        (OrderType.StopLossLimit or OrderType.TakeProfitLimit, null or TimeInForce.Gtc) =>
            "stop_limit_stop_limit_gtc",
        _ => throw new ArgumentException("The exchange has no such kind of order.", nameof(ticket)),
    };

    private static void WriteTerms(Utf8JsonWriter json, OrderTicket ticket)
    {
        Write(json, "quote_size", ticket.QuoteQuantity);
        Write(json, "base_size", ticket.Quantity?.Value);
        Write(json, "limit_price", ticket.Price?.Value);
        Write(json, "stop_price", ticket.StopPrice?.Value);
        if (ticket.Type.HasStop())
        {
            json.WriteString("stop_direction", AdvancedWords.Direction(ticket.Type, ticket.Side));
        }
        else if (ticket is { Type: OrderType.LimitMaker } or
            { Type: OrderType.Limit, TimeInForce: null or TimeInForce.Gtc })
        {
            json.WriteBoolean("post_only", ticket.Type == OrderType.LimitMaker);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
        }
    }
}

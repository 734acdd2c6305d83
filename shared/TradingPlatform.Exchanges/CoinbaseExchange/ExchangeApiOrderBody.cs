using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>Writes an order as the body that is signed.</summary>
internal static class ExchangeApiOrderBody
{
    /// <exception cref="ArgumentException">The exchange has no such kind of order; its instruments say so.</exception>
    public static byte[] Write(string spelling, ClientOrderId id, OrderTicket ticket)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("client_oid", id.Text);
            json.WriteString("product_id", spelling);
            json.WriteString("side", ExchangeApiWords.Of(ticket.Side));
            json.WriteString("type", ticket.Type == OrderType.Market ? "market" : "limit");
            Write(json, "price", ticket.Price?.Value);
            Write(json, "size", ticket.Quantity?.Value);
            Write(json, "funds", ticket.QuoteQuantity);
            WriteKind(json, ticket);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteKind(Utf8JsonWriter json, OrderTicket ticket)
    {
        switch (ticket.Type)
        {
            case OrderType.Market:
                break;
            case OrderType.LimitMaker:
                json.WriteBoolean("post_only", true);
                break;
            case OrderType.Limit:
                json.WriteString("time_in_force", ExchangeApiWords.Of(ticket.TimeInForce ?? TimeInForce.Gtc));
                break;
            case OrderType.StopLossLimit or OrderType.TakeProfitLimit:
                json.WriteString("time_in_force", ExchangeApiWords.Of(ticket.TimeInForce ?? TimeInForce.Gtc));
                json.WriteString("stop", ExchangeApiWords.Stop(ticket.Type, ticket.Side));
                Write(json, "stop_price", ticket.StopPrice?.Value);
                break;
            default:
                throw new ArgumentException("The exchange has no such kind of order.", nameof(ticket));
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

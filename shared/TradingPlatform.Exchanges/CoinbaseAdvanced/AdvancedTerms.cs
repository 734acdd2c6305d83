using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>Reads what an order asks for: its one <c>order_configuration</c>, or the flat words of the feed.</summary>
internal static class AdvancedTerms
{
    /// <summary>Null where it is of a kind that our words do not hold.</summary>
    public static OrderTicket? Read(JsonElement json, Symbol symbol, OrderSide side) =>
        json.Member("order_configuration") is { ValueKind: JsonValueKind.Object } configuration
            ? OfConfiguration(configuration, symbol, side)
            : OfFeed(json, symbol, side);

    /// <summary>False for an order of which what is not filled at once is gone.</summary>
    public static bool Rests(JsonElement json)
    {
        if (json.Text("time_in_force") is { } time)
        {
            return time is not ("IMMEDIATE_OR_CANCEL" or "FILL_OR_KILL");
        }

        return json.Member("order_configuration") is not { ValueKind: JsonValueKind.Object } configuration
            || !configuration.EnumerateObject().Any(one =>
                one.Name.EndsWith("_ioc", StringComparison.Ordinal)
                || one.Name.EndsWith("_fok", StringComparison.Ordinal));
    }

    private static OrderTicket? OfConfiguration(JsonElement configuration, Symbol symbol, OrderSide side)
    {
        foreach (var one in configuration.EnumerateObject())
        {
            if (one.Value.ValueKind == JsonValueKind.Object && Kind(one.Name, one.Value, side) is var (type, time))
            {
                return Ticket(
                    new OrderTicket(symbol, side, type) { TimeInForce = time }, one.Value.Decimal("base_size"),
                    one.Value.Decimal("quote_size"), one.Value.Decimal("limit_price"),
                    one.Value.Decimal("stop_price"));
            }
        }

        return null;
    }

    private static (OrderType Type, TimeInForce? Time)? Kind(string name, JsonElement terms, OrderSide side) =>
        name switch
        {
            "market_market_ioc" or "market_market_fok" => (OrderType.Market, null),
            "limit_limit_gtc" or "limit_limit_gtd" => terms.Boolean("post_only") is true
                ? (OrderType.LimitMaker, null)
                : (OrderType.Limit, TimeInForce.Gtc),
            "sor_limit_ioc" or "limit_limit_ioc" => (OrderType.Limit, TimeInForce.Ioc),
            "limit_limit_fok" => (OrderType.Limit, TimeInForce.Fok),
            "stop_limit_stop_limit_gtc" or "stop_limit_stop_limit_gtd" =>
                AdvancedWords.Stop(terms.Text("stop_direction"), side) is { } stop ? (stop, TimeInForce.Gtc) : null,
            _ => null,
        };

    private static OrderTicket? OfFeed(JsonElement json, Symbol symbol, OrderSide side)
    {
        OrderType? type = json.Text("order_type")?.ToUpperInvariant() switch
        {
            "MARKET" => OrderType.Market,
            "LIMIT" => json.Boolean("post_only") is true ? OrderType.LimitMaker : OrderType.Limit,
            // The feed does not say from where the price comes.
            _ => null,
        };
        if (type is not { } kind || json.Decimal("leaves_quantity") is not { } left)
        {
            return null;
        }

        var asked = (json.Decimal("cumulative_quantity") ?? 0) + left;
        var time = kind != OrderType.Limit ? (TimeInForce?)null : json.Text("time_in_force") switch
        {
            "IMMEDIATE_OR_CANCEL" => TimeInForce.Ioc,
            "FILL_OR_KILL" => TimeInForce.Fok,
            _ => TimeInForce.Gtc,
        };
        return Ticket(
            new OrderTicket(symbol, side, kind) { TimeInForce = time }, asked, null, json.Decimal("limit_price"), null);
    }

    private static OrderTicket Ticket(
        OrderTicket ticket, decimal? size, decimal? funds, decimal? price, decimal? stop) => ticket with
        {
            Quantity = size is > 0 ? new Quantity(size.Value) : null,
            QuoteQuantity = size is > 0 ? null : funds,
            Price = ticket.Type.HasPrice() && price is > 0 ? new Price(price.Value) : null,
            StopPrice = stop is > 0 ? new Price(stop.Value) : null,
        };
}

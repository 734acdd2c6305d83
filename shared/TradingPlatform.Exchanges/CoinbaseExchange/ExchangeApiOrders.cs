using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>Reads what the Exchange API answers about orders and fills.</summary>
internal static class ExchangeApiOrders
{
    /// <summary>One order.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="symbol">Its pair.</param>
    /// <param name="askedBy">Our id, where it was asked for by that; null where it was not.</param>
    public static OrderReport Order(ReadOnlySpan<byte> body, Symbol symbol, ClientOrderId? askedBy) =>
        Order(WireFields.Open(body, JsonValueKind.Object), symbol, askedBy);

    /// <summary>Many orders, each of any pair; one of a pair that has no name here is handed out.</summary>
    public static ImmutableArray<OrderReport> Orders(
        ReadOnlySpan<byte> body, IReadOnlyDictionary<string, Symbol> pairs, Action<string> unnamed)
    {
        var orders = ImmutableArray.CreateBuilder<OrderReport>();
        foreach (var order in WireFields.Open(body, JsonValueKind.Array).EnumerateArray())
        {
            var spelling = order.Text("product_id") ?? "";
            if (pairs.TryGetValue(spelling, out var symbol))
            {
                orders.Add(Order(order, symbol, null));
            }
            else
            {
                unnamed(spelling);
            }
        }

        return orders.DrainToImmutable();
    }

    /// <summary>Fills, in the order in which they came: the newest first.</summary>
    public static ImmutableArray<ReportedFill> Fills(ReadOnlySpan<byte> body, Symbol symbol) =>
        [.. WireFields.Open(body, JsonValueKind.Array).EnumerateArray().Select(fill => Fill(fill, symbol))];

    /// <summary>Trade ids count up within a pair.</summary>
    public static long Number(string tradeId) => long.Parse(tradeId, NumberStyles.None, CultureInfo.InvariantCulture);

    private static OrderReport Order(JsonElement json, Symbol symbol, ClientOrderId? askedBy)
    {
        var id = json.Text("id") ?? throw new JsonException("The answer names no order.");
        var filled = json.Decimal("filled_size") ?? 0;
        var ticket = Ticket(json, symbol);
        var rests = ticket is { Type: not OrderType.Market, TimeInForce: null or TimeInForce.Gtc };
        return new OrderReport(
            // An order that was placed without an id of its own is known by the exchange's.
            json.Text("client_oid") is { } own ? new ClientOrderId(own) : askedBy ?? new ClientOrderId(id),
            id, symbol,
            ExchangeApiWords.Status(
                json.Text("status"), json.Text("done_reason"), filled,
                ticket?.Quantity is { } asked && filled >= asked.Value, rests),
            new Quantity(filled), json.Decimal("executed_value"), [],
            json.Time("done_at") ?? json.Time("created_at") ?? DateTimeOffset.UnixEpoch)
        {
            Ticket = ticket,
            Reason = json.Text("reject_reason") ?? json.Text("done_reason"),
        };
    }

    private static OrderTicket? Ticket(JsonElement json, Symbol symbol)
    {
        if (ExchangeApiWords.Side(json.Text("side")) is not { } side
            || ExchangeApiWords.Type(
                json.Text("type"), json.Text("stop"), side, json.Boolean("post_only") is true) is not { } type)
        {
            return null;
        }

        var size = json.Decimal("size");
        // A market order by size shows what it may spend as funds; one by funds has said so.
        var funds = json.Decimal("specified_funds") ?? (size is null ? json.Decimal("funds") : null);
        return new OrderTicket(symbol, side, type)
        {
            Quantity = funds is null && size > 0 ? new Quantity(size.Value) : null,
            QuoteQuantity = type == OrderType.Market ? funds : null,
            Price = type.HasPrice() && json.Decimal("price") is > 0 and { } price ? new Price(price) : null,
            StopPrice = json.Decimal("stop_price") is > 0 and { } stop ? new Price(stop) : null,
            TimeInForce = type.HasTimeInForce() ? ExchangeApiWords.Time(json.Text("time_in_force")) : null,
        };
    }

    private static ReportedFill Fill(JsonElement json, Symbol symbol)
    {
        var price = json.Decimal("price") ?? 0;
        var size = json.Decimal("size") ?? 0;
        return price <= 0 || size <= 0
            ? throw new JsonException("The fill is incomplete.")
            : new ReportedFill(
                json.Text("trade_id") ?? throw new JsonException("The fill has no id."),
                json.Text("order_id") ?? throw new JsonException("The fill names no order."),
                new Price(price), new Quantity(size), price * size,
                // Fees are taken in the quote asset.
                symbol.Quote, json.Decimal("fee") ?? 0,
                ExchangeApiWords.Side(json.Text("side")) ?? throw new JsonException("The fill has no side."),
                json.Text("liquidity") switch { "M" => true, "T" => false, _ => null },
                json.Time("created_at") ?? throw new JsonException("The fill has no time."));
    }
}

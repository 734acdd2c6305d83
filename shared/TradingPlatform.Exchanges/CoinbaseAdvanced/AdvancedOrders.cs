using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>Reads what Advanced Trade answers about orders and fills.</summary>
internal static class AdvancedOrders
{
    /// <summary>One order: the answer to asking by the exchange's id.</summary>
    public static OrderReport Order(ReadOnlySpan<byte> body, Symbol symbol) => Read(
        WireFields.Open(body, JsonValueKind.Object).Member("order")
            ?? throw new JsonException("The answer has no order."),
        symbol);

    /// <summary>A page of orders, each of any pair; one of a pair that has no name here is handed out.</summary>
    public static (ImmutableArray<OrderReport> Orders, string? Next) Page(
        ReadOnlySpan<byte> body, IReadOnlyDictionary<string, Symbol> pairs, Action<string> unnamed)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        var orders = ImmutableArray.CreateBuilder<OrderReport>();
        foreach (var order in json.List("orders"))
        {
            var spelling = order.Text("product_id") ?? "";
            if (pairs.TryGetValue(spelling, out var symbol))
            {
                orders.Add(Read(order, symbol));
            }
            else
            {
                unnamed(spelling);
            }
        }

        return (orders.DrainToImmutable(), json.Boolean("has_next") is true ? json.Text("cursor") : null);
    }

    /// <summary>An order, in a list, by itself or in the account's feed.</summary>
    public static OrderReport Read(JsonElement json, Symbol symbol)
    {
        var id = json.Text("order_id") ?? throw new JsonException("The answer names no order.");
        // The feed has other words for the same.
        var filled = json.Decimal("filled_size") ?? json.Decimal("cumulative_quantity") ?? 0;
        var side = AdvancedWords.Side(json.Text("side") ?? json.Text("order_side"));
        var ticket = side is { } known ? AdvancedTerms.Read(json, symbol, known) : null;
        return new OrderReport(
            new ClientOrderId(json.Text("client_order_id") ?? id), id, symbol,
            AdvancedWords.Status(json.Text("status"), filled, AdvancedTerms.Rests(json)),
            new Quantity(filled),
            json.Decimal("filled_value")
                ?? filled * (json.Decimal("average_filled_price") ?? json.Decimal("avg_price")),
            [],
            json.Time("last_fill_time") ?? json.Time("created_time") ?? json.Time("creation_time")
                ?? DateTimeOffset.UnixEpoch)
        {
            Ticket = ticket,
            Reason = Reason(json),
        };
    }

    /// <summary>A page of fills, the newest first, each of any pair.</summary>
    public static (ImmutableArray<ReportedFill> Fills, string? Next) Fills(
        ReadOnlySpan<byte> body, Symbol symbol, Action<string> unnamed)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        var fills = ImmutableArray.CreateBuilder<ReportedFill>();
        foreach (var fill in json.List("fills"))
        {
            if (fill.Text("product_id") != symbol.Text)
            {
                continue;
            }

            // A correction changes what a trade was, which our books cannot hold: it is left to a person.
            if (fill.Text("trade_type") is null or "FILL")
            {
                fills.Add(Fill(fill, symbol));
            }
            else
            {
                unnamed(fill.Text("trade_type")!);
            }
        }

        return (fills.DrainToImmutable(), json.Text("cursor"));
    }

    private static ReportedFill Fill(JsonElement json, Symbol symbol)
    {
        var price = json.Decimal("price") ?? 0;
        var size = json.Decimal("size") ?? 0;
        if (price <= 0 || size <= 0)
        {
            throw new JsonException("The fill is incomplete.");
        }

        var inQuote = json.Boolean("size_in_quote") is true;
        return new ReportedFill(
            json.Text("trade_id") ?? throw new JsonException("The fill has no id."),
            json.Text("order_id") ?? throw new JsonException("The fill names no order."),
            new Price(price),
            // The exchange counts such orders to the 15th digit. Up, so that the trades of an order never add up to
            // less than it says is filled.
            new Quantity(inQuote ? decimal.Round(size / price, 15, MidpointRounding.ToPositiveInfinity) : size),
            inQuote ? size : price * size,
            // Fees are taken in the quote asset.
            symbol.Quote, json.Decimal("commission") ?? 0,
            AdvancedWords.Side(json.Text("side")) ?? throw new JsonException("The fill has no side."),
            json.Text("liquidity_indicator") switch { "MAKER" => true, "TAKER" => false, _ => null },
            json.Time("trade_time") ?? throw new JsonException("The fill has no time."));
    }

    private static string? Reason(JsonElement json)
    {
        var reason = json.Text("reject_reason");
        return reason is null or "REJECT_REASON_UNSPECIFIED"
            ? json.Text("cancel_reason") ?? json.Text("cancel_message")
            : reason;
    }
}

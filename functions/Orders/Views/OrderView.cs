using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Orders.Views;

/// <summary>An order as the contract shows it (API.md, 'Orders').</summary>
public sealed record OrderView(
    string Id,
    string ClientOrderId,
    string? ExchangeOrderId,
    string ConfigId,
    ExchangeId Exchange,
    string Symbol,
    OrderSide Side,
    OrderType Type,
    TimeInForce? TimeInForce,
    OrderStatus Status,
    decimal? Quantity,
    decimal? QuoteQuantity,
    decimal? Price,
    decimal? StopPrice,
    int? TrailingDeltaBps,
    decimal? IcebergQuantity,
    decimal FilledQuantity,
    decimal FilledQuote,
    decimal? AveragePrice,
    IReadOnlyList<FeeView> Fees,
    RejectReasonView? RejectReason,
    string? GroupId,
    string? Replaces,
    string? ReplacedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version)
{
    /// <summary>Shows an order.</summary>
    public static OrderView Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var ticket = order.Ticket;
        return new OrderView(
            order.Id.Text, order.ClientOrderId.Text, order.ExchangeOrderId, order.Account.Text, order.Exchange,
            ticket.Symbol.Text, ticket.Side, ticket.Type, ticket.TimeInForce, order.Status, ticket.Quantity?.Value,
            ticket.QuoteQuantity, ticket.Price?.Value, ticket.StopPrice?.Value, ticket.TrailingDeltaBps,
            ticket.IcebergQuantity?.Value, order.Filled.Value, order.FilledQuote, order.AveragePrice,
            [.. order.Fees.Select(fee => new FeeView(fee.Key, fee.Value))],
            order.RejectReason is { } reason ? new RejectReasonView(reason.Code, reason.Message) : null,
            order.GroupId, order.Replaces?.Text, order.ReplacedBy?.Text, order.CreatedAt, order.UpdatedAt,
            order.Version);
    }
}

/// <summary>A fee, in the asset that it was taken in.</summary>
public sealed record FeeView(string Asset, decimal Amount);

/// <summary>Why an order never stood on the book.</summary>
public sealed record RejectReasonView(string Code, string Message);

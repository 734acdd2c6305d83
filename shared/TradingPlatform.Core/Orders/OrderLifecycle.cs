using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// What may happen to an order, as a pure function. Reports and trades only ever add up (a set of trades, the highest
/// status, the largest fill), so any sequence of them, in any order and with repeats, ends in the same order.
/// </summary>
public static class OrderLifecycle
{
    /// <summary>
    /// The order after the event; the very same instance where the event says nothing new or comes too late to matter.
    /// <see cref="Order.Version"/> and <see cref="Order.UpdatedAt"/> are left to whoever stores it.
    /// </summary>
    public static Order Next(Order order, OrderEvent happened)
    {
        ArgumentNullException.ThrowIfNull(order);
        return happened switch
        {
            OrderEvent.Submitted e when order.Status is OrderStatus.Pending or OrderStatus.Submitted =>
                order with { Status = OrderStatus.Submitted, Sent = e.Sending },
            OrderEvent.AnswerLost when order.Status is OrderStatus.Submitted =>
                order with { Status = OrderStatus.Unknown },
            // Whatever the exchange has told outranks a refusal, be it a report or a trade: an order that lives must
            // not be booked as dead.
            OrderEvent.Refused e
                when order.Reported is null && order.Trades.IsEmpty && !order.Status.IsTerminal() =>
                order with { Status = OrderStatus.Rejected, RejectReason = e.Reason },
            OrderEvent.Reported e => Derive(Count(Merge(order, e.Report), e.Report.Fills)),
            OrderEvent.Traded e => Derive(Count(order, e.Fills)),
            OrderEvent.AmendmentBegun when !order.Status.IsTerminal() =>
                order with { Amendments = order.Amendments + 1 },
            OrderEvent.ReplacedBy e when order.ReplacedBy is null => order with { ReplacedBy = e.Successor },
            _ => order,
        };
    }

    /// <summary>The fills that the order has not counted yet, each once.</summary>
    public static ImmutableArray<ReportedFill> NewFills(Order order, ImmutableArray<ReportedFill> fills)
    {
        ArgumentNullException.ThrowIfNull(order);
        return fills.IsDefaultOrEmpty || fills.All(fill => order.Trades.Contains(fill.TradeId))
            ? []
            : [.. fills.Where(fill => !order.Trades.Contains(fill.TradeId))
                .DistinctBy(fill => fill.TradeId, StringComparer.Ordinal)];
    }

    private static Order Merge(Order order, OrderReport report)
    {
        var quote = report.FilledQuote ?? 0;
        var knowsMore = report.FilledQuantity > order.ReportedQuantity
            || (report.FilledQuantity == order.ReportedQuantity && quote > order.ReportedQuote);
        var outranks = order.Reported is not { } known || report.Status > known;
        if (!knowsMore && !outranks && order.ExchangeOrderId is not null)
        {
            return order;
        }

        return order with
        {
            ExchangeOrderId = order.ExchangeOrderId ?? report.ExchangeOrderId,
            Reported = outranks ? report.Status : order.Reported,
            ReportedQuantity = knowsMore ? report.FilledQuantity : order.ReportedQuantity,
            ReportedQuote = knowsMore ? quote : order.ReportedQuote,
        };
    }

    private static Order Count(Order order, ImmutableArray<ReportedFill> fills)
    {
        foreach (var fill in NewFills(order, fills))
        {
            var asset = fill.FeeAsset.Text;
            order = order with
            {
                ExchangeOrderId = order.ExchangeOrderId ?? fill.ExchangeOrderId,
                Trades = order.Trades.Add(fill.TradeId),
                TradedQuantity = order.TradedQuantity + fill.Quantity,
                TradedQuote = order.TradedQuote + fill.Quote,
                Fees = fill.FeeAmount == 0
                    ? order.Fees
                    : order.Fees.SetItem(asset, order.Fees.GetValueOrDefault(asset) + fill.FeeAmount),
            };
        }

        return order;
    }

    private static Order Derive(Order order)
    {
        var status = Stand(order);
        var reason = status is OrderStatus.Rejected
            ? order.RejectReason ?? new RejectReason("EXCHANGE_REJECTED", "The exchange refused the order.")
            : null;
        return status == order.Status && reason == order.RejectReason
            ? order
            : order with { Status = status, RejectReason = reason };
    }

    private static OrderStatus Stand(Order order)
    {
        var anyFilled = order.Filled > Quantity.Zero;
        if (order.Ticket.Quantity is { } asked && order.Filled >= asked)
        {
            return OrderStatus.Filled;
        }

        return order.Reported switch
        {
            ReportedStatus.Filled => OrderStatus.Filled,
            ReportedStatus.Cancelled => OrderStatus.Cancelled,
            ReportedStatus.Expired => OrderStatus.Expired,
            // A trade proves that it stood on the book, whatever else was said.
            _ when anyFilled => OrderStatus.PartiallyFilled,
            ReportedStatus.Open or ReportedStatus.PartiallyFilled => OrderStatus.Open,
            ReportedStatus.Rejected => OrderStatus.Rejected,
            _ => order.Status,
        };
    }
}

using System.Globalization;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Orders;

/// <summary>What the audit trail says of an order's events: names and values, never a secret.</summary>
internal static class OrderAudit
{
    public const string Stored = "OrderStored";
    public const string Submitted = "OrderSubmitted";
    public const string AnswerLost = "OrderAnswerLost";

    public static string Type(Order before, Order after, OrderEvent happened) => happened switch
    {
        OrderEvent.Submitted => Submitted,
        OrderEvent.AnswerLost => AnswerLost,
        OrderEvent.AmendmentBegun => "OrderAmendmentBegun",
        OrderEvent.ReplacedBy => "OrderReplaced",
        _ when after.Status == before.Status => "OrderUpdated",
        _ => after.Status switch
        {
            OrderStatus.Open => "OrderOpened",
            OrderStatus.PartiallyFilled => "OrderPartiallyFilled",
            OrderStatus.Filled => "OrderFilled",
            OrderStatus.Rejected => "OrderRejected",
            OrderStatus.Cancelled => "OrderCancelled",
            OrderStatus.Expired => "OrderExpired",
            _ => "OrderUpdated",
        },
    };

    public static SortedDictionary<string, string> Details(OrderTicket ticket)
    {
        var details = Details(
            ("symbol", ticket.Symbol.Text), ("side", ticket.Side.ToString()), ("type", ticket.Type.ToString()));
        Add(details, "quantity", ticket.Quantity?.Value);
        Add(details, "quoteQuantity", ticket.QuoteQuantity);
        Add(details, "price", ticket.Price?.Value);
        Add(details, "stopPrice", ticket.StopPrice?.Value);
        if (ticket.ReduceOnly)
        {
            details["reduceOnly"] = "true";
        }

        return details;
    }

    public static SortedDictionary<string, string> Details(ReportedFill fill) => Details(
        ("tradeId", fill.TradeId), ("price", Text(fill.Price.Value)), ("quantity", Text(fill.Quantity.Value)),
        ("fee", $"{Text(fill.FeeAmount)} {fill.FeeAsset.Text}"));

    public static SortedDictionary<string, string> Details(Order after, OrderEvent happened)
    {
        var details = Details(("status", after.Status.ToString()));
        switch (happened)
        {
            case OrderEvent.Submitted e:
                details["signedAt"] = Text(e.Sending.SignedAt);
                details["acceptableUntil"] = Text(e.Sending.AcceptableUntil);
                break;
            case OrderEvent.AnswerLost e:
                details["why"] = e.Why;
                break;
            case OrderEvent.Refused e:
                details["code"] = e.Reason.Code;
                details["message"] = e.Reason.Message;
                break;
            case OrderEvent.ReplacedBy e:
                details["successor"] = e.Successor.Text;
                break;
            default:
                details["filledQuantity"] = Text(after.Filled.Value);
                if (after.ExchangeOrderId is { } id)
                {
                    details["exchangeOrderId"] = id;
                }

                break;
        }

        return details;
    }

    private static SortedDictionary<string, string> Details(params ReadOnlySpan<(string Name, string Value)> pairs)
    {
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            details[name] = value;
        }

        return details;
    }

    private static void Add(SortedDictionary<string, string> details, string name, decimal? value)
    {
        if (value is { } amount)
        {
            details[name] = Text(amount);
        }
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Writes orders as the members of the JSON that is signed.</summary>
internal static class BitgetOrderForm
{
    private const string MarginCoin = "USDT";

    /// <summary>A spot order, which the exchange takes within its window alone.</summary>
    public static List<(string Name, string Value)> Spot(
        string spelling, ClientOrderId id, OrderTicket ticket, long requestTime, TimeSpan window) =>
    [
        .. Head(spelling, ticket),
        ("force", BitgetWords.Force(ticket)),
        .. Price("price", ticket.Price),
        ("size", BitgetWords.Of(Size(ticket))),
        ("clientOid", id.Text),
        ("requestTime", BitgetWords.Of(requestTime)),
        ("receiveWindow", BitgetWords.Of((long)window.TotalMilliseconds)),
    ];

    /// <summary>A futures order of an account in one-way mode: no side of a position is named.</summary>
    public static List<(string Name, string Value)> Futures(
        string spelling, ClientOrderId id, OrderTicket ticket, MarginMode margin) =>
    [
        .. Head(spelling, ticket),
        ("force", BitgetWords.Force(ticket)),
        .. Price("price", ticket.Price),
        ("size", BitgetWords.Of(Size(ticket))),
        ("clientOid", id.Text),
        .. Margin(margin, ticket.ReduceOnly),
    ];

    /// <summary>
    /// A stop on spot: it waits apart from the book, sized in the base asset, woken by a trade's price.
    /// </summary>
    public static List<(string Name, string Value)> SpotPlan(
        string spelling, ClientOrderId id, OrderTicket ticket) =>
    [
        .. Head(spelling, ticket),
        ("force", BitgetWords.Force(ticket)),
        .. Price("executePrice", ticket.Price),
        ("planType", "amount"),
        ("size", BitgetWords.Of(Size(ticket))),
        ("triggerType", "fill_price"),
        ("triggerPrice", BitgetWords.Of(ticket.StopPrice!.Value.Value)),
        ("clientOid", id.Text),
    ];

    /// <summary>A stop on futures.</summary>
    public static List<(string Name, string Value)> FuturesPlan(
        string spelling, ClientOrderId id, OrderTicket ticket, MarginMode margin) =>
    [
        .. Head(spelling, ticket),
        ("planType", "normal_plan"),
        .. Price("price", ticket.Price),
        ("size", BitgetWords.Of(Size(ticket))),
        ("triggerType", "fill_price"),
        ("triggerPrice", BitgetWords.Of(ticket.StopPrice!.Value.Value)),
        ("clientOid", id.Text),
        .. Margin(margin, ticket.ReduceOnly),
    ];

    /// <summary>A cancel and a limit order in one call.</summary>
    public static List<(string Name, string Value)> Replace(
        string spelling, OrderReference cancel, ClientOrderId id, OrderTicket ticket) =>
    [
        ("symbol", spelling),
        cancel.ExchangeOrderId is { } known ? ("orderId", known) : ("clientOid", cancel.ClientOrderId.Text),
        ("newClientOid", id.Text),
        .. Price("price", ticket.Price),
        ("size", BitgetWords.Of(Size(ticket))),
    ];

    private static IEnumerable<(string Name, string Value)> Head(string spelling, OrderTicket ticket) =>
    [
        ("symbol", spelling),
        ("side", BitgetWords.Of(ticket.Side)),
        ("orderType", ticket.Type.HasPrice() ? "limit" : "market"),
    ];

    private static IEnumerable<(string Name, string Value)> Price(string name, Price? price) =>
        price is { } at ? [(name, BitgetWords.Of(at.Value))] : [];

    private static IEnumerable<(string Name, string Value)> Margin(MarginMode margin, bool reduceOnly) =>
    [
        ("productType", BitgetProduct.Futures.InstType),
        ("marginCoin", MarginCoin),
        ("marginMode", margin == MarginMode.Cross ? "crossed" : "isolated"),
        .. reduceOnly ? [("reduceOnly", "YES")] : Array.Empty<(string, string)>(),
    ];

    // What the instrument's rules have checked: a market buy on spot is sized in the quote asset.
    private static decimal Size(OrderTicket ticket) => ticket.QuoteQuantity ?? ticket.Quantity!.Value.Value;
}

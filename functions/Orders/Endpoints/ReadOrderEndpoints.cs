using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Orders;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Paging;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Orders.Views;

namespace TradingPlatform.Orders.Endpoints;

/// <summary>Reads orders, their audit trails and their fills.</summary>
internal static class ReadOrderEndpoints
{
    public static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] OrderRepository orders) =>
        OrderId.TryParse(id, out var order)
        && await orders.FindAsync(context.Caller().Tenant, order, context.RequestAborted) is { } found
            ? TypedResults.Json(OrderView.Of(found), OrdersJson.Wire.OrderView)
            : new Refusal.NoSuchOrder().ToProblem();

    public static async Task<IResult> GetEventsAsync(
        HttpContext context, string id, [FromServices] OrderRepository orders)
    {
        var tenant = context.Caller().Tenant;
        if (!OrderId.TryParse(id, out var order)
            || await orders.FindAsync(tenant, order, context.RequestAborted) is null)
        {
            return new Refusal.NoSuchOrder().ToProblem();
        }

        var events = await orders.GetEventsAsync(tenant, order, context.RequestAborted);
        return TypedResults.Json(
            new EventsView([.. events.Select(EventView.Of)], null), OrdersJson.Wire.EventsView);
    }

    public static async Task<IResult> ListAsync(HttpContext context, [FromServices] OrderRepository orders)
    {
        if (!Page.TryRead(context, out var page, out var problem))
        {
            return problem;
        }

        var query = context.Request.Query;
        OrderStatus? status = null;
        if (query.TryGetValue("status", out var word))
        {
            if (!WireEnum.TryParse<OrderStatus>(word.ToString(), out var wanted))
            {
                return Problem.Invalid("status", "must be one of " + string.Join(", ", WireEnum.Words<OrderStatus>()));
            }

            status = wanted;
        }

        var symbol = query["symbol"].ToString();
        var account = query["configId"].ToString();
        var (found, next) = await orders.ListAsync(
            context.Caller().Tenant,
            order => (status is null || order.Status == status)
                && (symbol.Length == 0 || order.Ticket.Symbol.Text == symbol)
                && (account.Length == 0 || order.Account.Text == account),
            page.Limit, page.Cursor, context.RequestAborted);
        return Page.Of([.. found.Select(OrderView.Of)], next, OrdersJson.Wire.OrderView);
    }

    public static async Task<IResult> ListFillsAsync(HttpContext context, [FromServices] FillRepository fills)
    {
        if (!Page.TryRead(context, out var page, out var problem))
        {
            return problem;
        }

        var order = context.Request.Query["orderId"].ToString();
        var symbol = context.Request.Query["symbol"].ToString();
        var (found, next) = await fills.ListAsync(
            context.Caller().Tenant,
            fill => (order.Length == 0 || fill.Order.Text == order)
                && (symbol.Length == 0 || fill.Symbol.Text == symbol),
            page.Limit, page.Cursor, context.RequestAborted);
        return Page.Of([.. found.Select(FillView.Of)], next, OrdersJson.Wire.FillView);
    }
}

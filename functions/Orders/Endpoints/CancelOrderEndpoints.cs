using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Orders.Views;

namespace TradingPlatform.Orders.Endpoints;

/// <summary><c>DELETE /v1/orders/{id}</c> and <c>POST /v1/orders/cancel-all</c>.</summary>
internal static class CancelOrderEndpoints
{
    private static readonly CancelAllRequest Everything = new();

    public static async Task<IResult> CancelAsync(HttpContext context, string id, [FromServices] CancelOrder cancel)
    {
        if (!OrderId.TryParse(id, out var order))
        {
            return new Refusal.NoSuchOrder().ToProblem();
        }

        return await cancel.HandleAsync(context.Caller(), order, context.RequestAborted) switch
        {
            CancelOutcome.Ended ended => TypedResults.Json(OrderView.Of(ended.Order), OrdersJson.Wire.OrderView),
            CancelOutcome.Refused refused => refused.Why.ToProblem(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static async Task<IResult> CancelAllAsync(
        HttpContext context, [FromServices] CancelAllOrders cancelAll, [FromServices] AccountRepository accounts)
    {
        var body = await RequestBody.ReadAsync(context, OrdersJson.Wire.CancelAllRequest, Everything);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        Symbol? symbol = null;
        if (request.Symbol is not null)
        {
            if (!Symbol.TryParse(request.Symbol, out var pair))
            {
                return Problem.Invalid("symbol", "must be BASE-QUOTE, in upper case");
            }

            symbol = pair;
        }

        AccountId? account = null;
        if (request.ConfigId is not null)
        {
            if (!AccountId.TryParse(request.ConfigId, out var id)
                || await accounts.FindAsync(context.Caller().Tenant, id, context.RequestAborted) is null)
            {
                return new Refusal.NoSuchAccount().ToProblem();
            }

            account = id;
        }

        var result = await cancelAll.HandleAsync(context.Caller(), account, symbol, context.RequestAborted);
        return TypedResults.Json(
            new CancelAllView(
                result.Requested, result.Cancelled,
                [.. result.Failed.Select(failed => new CancelFailureView(
                    failed.Id.Text, failed.Why.ToProblem().Code.Code))]),
            OrdersJson.Wire.CancelAllView);
    }
}

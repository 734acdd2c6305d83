using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Orders;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Orders.Views;
using IdempotencyKey = TradingPlatform.Core.Orders.IdempotencyKey;

namespace TradingPlatform.Orders.Endpoints;

/// <summary><c>POST /v1/orders</c>: places one order.</summary>
internal static class SubmitOrderEndpoint
{
    public const string Replayed = "Idempotent-Replayed";

    public static async Task<IResult> HandleAsync(HttpContext context, [FromServices] SubmitOrder submit)
    {
        if (!Hosting.Pipeline.IdempotencyKey.TryRead(context, out var key, out var badKey))
        {
            return badKey;
        }

        var body = await RequestBody.ReadAsync(context, OrdersJson.Wire.OrderRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        if (!TicketReader.TryRead(request, out var account, out var ticket, out var problem))
        {
            return problem!;
        }

        var command = new SubmitOrderCommand(
            context.Caller(), IdempotencyKey.Parse(key), account, ticket, TicketReader.Fingerprint(account, ticket));
        return Answer(context, await submit.HandleAsync(command, context.RequestAborted));
    }

    /// <summary>The answer to a submission.</summary>
    public static IResult Answer(HttpContext context, Submission submission)
    {
        switch (submission)
        {
            case Submission.Refused refused:
                return refused.Why.ToProblem();
            case Submission.Placed { Order: var order }:
                return IsRefusedByExchange(order)
                    ? Refusals.ToProblem(order)
                    : TypedResults.Json(
                        OrderView.Of(order), OrdersJson.Wire.OrderView,
                        statusCode: order.Status is OrderStatus.Unknown
                            ? StatusCodes.Status202Accepted
                            : StatusCodes.Status201Created);
            case Submission.Replayed { Order: var order }:
                context.Response.Headers[Replayed] = "true";
                return IsRefusedByExchange(order)
                    ? Refusals.ToProblem(order)
                    : TypedResults.Json(OrderView.Of(order), OrdersJson.Wire.OrderView);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The exchange said no; an order that never arrived there was refused by nobody.</summary>
    public static bool IsRefusedByExchange(Order order) => order.Status is OrderStatus.Rejected
        && order.RejectReason?.Code is not RejectReason.NotPlacedCode;
}

using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Orders.Views;

namespace TradingPlatform.Orders.Endpoints;

/// <summary><c>PATCH /v1/orders/{id}</c>: changes an open order's price or quantity.</summary>
internal static class AmendOrderEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext context, string id, [FromServices] AmendOrder amend)
    {
        var body = await RequestBody.ReadAsync(context, OrdersJson.Wire.AmendRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        if (!OrderId.TryParse(id, out var order))
        {
            return new Refusal.NoSuchOrder().ToProblem();
        }

        var errors = new FieldErrors();
        TicketReader.Positive(errors, "price", request.Price);
        TicketReader.Positive(errors, "quantity", request.Quantity);
        errors.Require(request is not { Price: null, Quantity: null }, "price", "give a price, a quantity or both");
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var submission = await amend.HandleAsync(
            context.Caller(), order,
            request.Price is { } price ? new Price(price) : null,
            request.Quantity is { } quantity ? new Quantity(quantity) : null,
            context.RequestAborted);
        return submission is Submission.Placed { Order: var replacement }
            && !SubmitOrderEndpoint.IsRefusedByExchange(replacement)
            && replacement.Status is not OrderStatus.Unknown
                ? TypedResults.Json(OrderView.Of(replacement), OrdersJson.Wire.OrderView)
                : SubmitOrderEndpoint.Answer(context, submission);
    }
}

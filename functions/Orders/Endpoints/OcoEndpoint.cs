using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Orders.Views;
using IdempotencyKey = TradingPlatform.Core.Orders.IdempotencyKey;

namespace TradingPlatform.Orders.Endpoints;

/// <summary><c>POST /v1/orders/oco</c>: places a one-cancels-other pair.</summary>
internal static class OcoEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, [FromServices] SubmitOco submit, [FromServices] IIdSource ids)
    {
        if (!TryKey(context, ids, out var key, out var badKey))
        {
            return badKey!;
        }

        var body = await RequestBody.ReadAsync(context, OrdersJson.Wire.OcoRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        if (!AccountId.TryParse(request.ConfigId, out var account))
        {
            return new Refusal.NoSuchAccount().ToProblem();
        }

        var errors = new FieldErrors();
        errors.Require(
            Symbol.TryParse(request.Symbol, out var symbol), "symbol", "must be BASE-QUOTE, in upper case");
        TicketReader.Positive(errors, "quantity", request.Quantity);
        TicketReader.Positive(errors, "price", request.Price);
        TicketReader.Positive(errors, "stopPrice", request.StopPrice);
        TicketReader.Positive(errors, "stopLimitPrice", request.StopLimitPrice);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var command = new SubmitOcoCommand(
            context.Caller(), key, account, symbol, request.Side, new Quantity(request.Quantity),
            new Price(request.Price), new Price(request.StopPrice),
            request.StopLimitPrice is { } stopLimit ? new Price(stopLimit) : null,
            TicketReader.Fingerprint(
                account.Text, symbol.Text, request.Side, request.Quantity, request.Price, request.StopPrice,
                request.StopLimitPrice));
        return Answer(context, await submit.HandleAsync(command, context.RequestAborted));
    }

    // The contract names no key for a pair. Whoever sends one gets its protection; the others get a new pair each time.
    private static bool TryKey(HttpContext context, IIdSource ids, out IdempotencyKey key, out Problem? problem)
    {
        problem = null;
        if (!context.Request.Headers.ContainsKey(Hosting.Pipeline.IdempotencyKey.Header))
        {
            key = IdempotencyKey.Parse(ids.NewId());
            return true;
        }

        if (Hosting.Pipeline.IdempotencyKey.TryRead(context, out var text, out var bad))
        {
            key = IdempotencyKey.Parse(text);
            return true;
        }

        (key, problem) = (default, bad);
        return false;
    }

    private static IResult Answer(HttpContext context, OcoSubmission submission)
    {
        switch (submission)
        {
            case OcoSubmission.Refused refused:
                return refused.Why.ToProblem();
            case OcoSubmission.Placed placed:
                if (placed.Replayed)
                {
                    context.Response.Headers[SubmitOrderEndpoint.Replayed] = "true";
                }

                if (SubmitOrderEndpoint.IsRefusedByExchange(placed.Limit))
                {
                    return Refusals.ToProblem(placed.Limit);
                }

                var unknown = placed.Limit.Status is OrderStatus.Unknown || placed.Stop.Status is OrderStatus.Unknown;
                return TypedResults.Json(
                    new OcoView(placed.Limit.GroupId!, [OrderView.Of(placed.Limit), OrderView.Of(placed.Stop)]),
                    OrdersJson.Wire.OcoView,
                    statusCode: placed.Replayed ? StatusCodes.Status200OK
                        : unknown ? StatusCodes.Status202Accepted
                        : StatusCodes.Status201Created);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

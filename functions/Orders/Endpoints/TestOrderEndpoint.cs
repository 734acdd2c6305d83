using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Orders;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Orders.Views;

namespace TradingPlatform.Orders.Endpoints;

/// <summary><c>POST /v1/orders/test</c>: runs every check and sends nothing.</summary>
internal static class TestOrderEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext context, [FromServices] TestOrder test)
    {
        var body = await RequestBody.ReadAsync(context, OrdersJson.Wire.OrderRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        if (!TicketReader.TryRead(request, out var account, out var ticket, out var problem))
        {
            return problem!;
        }

        return await test.HandleAsync(context.Caller(), account, ticket, context.RequestAborted) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Json(new TestView(true), OrdersJson.Wire.TestView);
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Hosting.RateLimits;
using TradingPlatform.Orders.Views;
using IdempotencyKey = TradingPlatform.Core.Orders.IdempotencyKey;

namespace TradingPlatform.Orders.Endpoints;

/// <summary><c>POST /v1/orders/bulk</c>: places up to 50 orders, each by itself.</summary>
internal static class BulkOrdersEndpoint
{
    private const int Most = 50;

    // Side by side, yet few enough that one request does not crowd out the others.
    private const int AtOnce = 8;

    public static async Task<IResult> HandleAsync(
        HttpContext context, [FromServices] SubmitOrder submit, [FromServices] RateLimiter limiter)
    {
        var body = await RequestBody.ReadAsync(context, OrdersJson.Wire.BulkRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        // The reader sees to members, not to the items of a list: a null there is for us to refuse.
        if (request.Orders.Count is 0 or > Most || request.Orders.Contains(null!))
        {
            return Problem.Invalid("orders", "must be 1 to 50 orders");
        }

        if (await limiter.TakeOrdersAsync(context, request.Orders.Count) is { } limited)
        {
            return limited;
        }

        var caller = context.Caller();
        var cancellation = context.RequestAborted;
        var answers = new BulkAnswer[request.Orders.Count];
        await Parallel.ForAsync(
            0, answers.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (i, token) => answers[i] = await PlaceAsync(request.Orders[i], caller, submit, token));
        return new BulkResult(answers);
    }

    private static async Task<BulkAnswer> PlaceAsync(
        BulkOrderRequest request, Caller caller, SubmitOrder submit, CancellationToken cancellation)
    {
        if (!IdempotencyKey.TryParse(request.IdempotencyKey, out var key))
        {
            return BulkAnswer.Of(Problem.Invalid("idempotencyKey", "is required, 1 to 64 of A-Za-z0-9-_"), caller);
        }

        if (!TicketReader.TryRead(request, out var account, out var ticket, out var problem))
        {
            return BulkAnswer.Of(problem!, caller);
        }

        var command = new SubmitOrderCommand(
            caller, key, account, ticket, TicketReader.Fingerprint(account, ticket));
        return await submit.HandleAsync(command, cancellation) switch
        {
            Submission.Refused refused => BulkAnswer.Of(refused.Why.ToProblem(), caller),
            Submission.Placed { Order: var order } => BulkAnswer.Of(order, caller, isReplay: false),
            Submission.Replayed { Order: var order } => BulkAnswer.Of(order, caller, isReplay: true),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>One order's answer: its status, and the order or the problem.</summary>
    private readonly record struct BulkAnswer(int Status, OrderView? Order, Problem? Problem)
    {
        public static BulkAnswer Of(Problem problem, Caller caller) =>
            new(problem.Code.Status, null, problem with { CorrelationId = caller.CorrelationId });

        public static BulkAnswer Of(Order order, Caller caller, bool isReplay) =>
            SubmitOrderEndpoint.IsRefusedByExchange(order)
                ? Of(Refusals.ToProblem(order), caller)
                : new BulkAnswer(
                    isReplay ? StatusCodes.Status200OK
                    : order.Status is OrderStatus.Unknown ? StatusCodes.Status202Accepted
                    : StatusCodes.Status201Created,
                    OrderView.Of(order), null);
    }

    private sealed class BulkResult(BulkAnswer[] answers) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter);
            writer.WriteStartArray();
            foreach (var answer in answers)
            {
                writer.WriteStartObject();
                writer.WriteNumber("status"u8, answer.Status);
                if (answer.Order is { } order)
                {
                    writer.WritePropertyName("order"u8);
                    JsonSerializer.Serialize(writer, order, OrdersJson.Wire.OrderView);
                }

                if (answer.Problem is { } problem)
                {
                    writer.WritePropertyName("problem"u8);
                    JsonSerializer.Serialize(writer, problem, OrdersJson.Wire.Problem);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            await writer.FlushAsync(httpContext.RequestAborted);
        }
    }
}

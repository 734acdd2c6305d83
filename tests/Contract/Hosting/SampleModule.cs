using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.OpenApi;
using TradingPlatform.Hosting.Paging;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Hosting.RateLimits;

namespace TradingPlatform.Contract.Hosting;

public enum Colour
{
    Red = 1,
    DarkBlue = 2,
}

public enum Shape
{
    Round = 1,
    FullSquare = 2,
}

public sealed record Part(decimal Weight, Shape? Shape = null);

public sealed record ThingRequest(
    decimal Quantity,
    [property: JsonConverter(typeof(WireEnumJsonConverter<Colour>))] Colour Colour,
    string Name,
    DateTimeOffset? At = null,
    IReadOnlyList<Part>? Parts = null,
    int? Count = null);

public sealed record ThingAnswer(
    decimal Quantity,
    [property: JsonConverter(typeof(WireEnumJsonConverter<Colour>))] Colour Colour,
    DateTimeOffset? At,
    Problem? Problem = null);

public sealed record WhoAnswer(string Tenant, string User, string Role, string Tier, string CorrelationId);

public sealed record KeyRequest(string Label, Secret ApiSecret);

[JsonSerializable(typeof(ThingRequest))]
[JsonSerializable(typeof(ThingAnswer))]
[JsonSerializable(typeof(WhoAnswer))]
[JsonSerializable(typeof(KeyRequest))]
internal sealed partial class SampleJson : JsonSerializerContext
{
    public static SampleJson Wire { get; } = new(PlatformJson.Options(new WireEnumJsonConverter<Shape>()));
}

/// <summary>A function small enough to show each convention alone.</summary>
internal sealed partial class SampleModule : IFunctionModule
{
    public const string Canary = "canary-4f1d-secret";

    public static string Name => "Sample";

    /// <summary>Ends when a request has come to <c>/v1/wait</c>.</summary>
    public static TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AddServices(IServiceCollection services, IConfiguration configuration) =>
        services.AddJson(SampleJson.Wire);

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        var v1 = routes.MapGroup("/v1");
        v1.MapPost("/things", AddThing).RequireRole(Role.Trader).RequireIdempotencyKey()
            .Accepts<ThingRequest>("application/json").Produces<ThingAnswer>(201);
        v1.MapGet("/things", (Delegate)ListThings).WithPaging();
        v1.MapPost("/optional", (Delegate)Optional);
        v1.MapGet("/who", (Delegate)Who);
        v1.MapPut("/limits", () => Results.NoContent()).RequireRole(Role.Admin);
        v1.MapPost("/orders", () => Results.NoContent()).CountsAsOrder();
        v1.MapPost("/bulk/{orders:int}", Bulk);
        v1.MapGet("/fail", () => { throw new InvalidOperationException("the key is " + Canary); });
        v1.MapPost("/keys", TakeKey);
        v1.MapGet("/wait", (Func<HttpContext, Task<IResult>>)(async context =>
        {
            Waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return Results.NoContent();
        }));
        v1.MapGet("/problem", () => Problem.Of(ProblemCode.RiskRejected, "Two rules refuse.") with
        {
            Violations = [new("maxOrderNotional", "1000", "1200.50"), new("symbolWhitelist", null, "X-Y")],
        });
    }

    public void MapEvents(EventRoutes events) => events
        .OnQueue("jobs", (_, message, _) => message.Body == "bad"
            ? throw new InvalidOperationException(Canary)
            : Task.CompletedTask)
        .OnItemChange("outbox", (_, change, _) => change.Key.Sort == "bad"
            ? throw new InvalidOperationException(Canary)
            : Task.CompletedTask);

    private static async Task<IResult> AddThing(HttpContext context, [FromServices] TimeProvider _)
    {
        var body = await RequestBody.ReadAsync(context, SampleJson.Wire.ThingRequest);
        if (!body.TryGet(out var request, out var problem))
        {
            return problem;
        }

        var answer = new ThingAnswer(request.Quantity, request.Colour, request.At);
        return TypedResults.Json(answer, SampleJson.Wire.ThingAnswer, statusCode: 201);
    }

    private static IResult ListThings(HttpContext context) => Page.TryRead(context, out var page, out var problem)
        ? Page.Of(
            [new ThingAnswer(1.10m, Colour.Red, null)],
            $"{page.Limit}:{page.Cursor}",
            SampleJson.Wire.ThingAnswer)
        : problem;

    private static async Task<IResult> Optional(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, SampleJson.Wire.ThingRequest, new(7, Colour.Red, "default"));
        return body.TryGet(out var request, out var problem)
            ? TypedResults.Json(new ThingAnswer(request.Quantity, request.Colour, null), SampleJson.Wire.ThingAnswer)
            : problem;
    }

    private static JsonHttpResult<WhoAnswer> Who(HttpContext context)
    {
        var caller = context.Caller();
        return TypedResults.Json(
            new WhoAnswer(
                caller.Tenant.Text,
                caller.User,
                caller.Role.ToString(),
                caller.Tier.ToString(),
                caller.CorrelationId),
            SampleJson.Wire.WhoAnswer);
    }

    private static async Task<IResult> Bulk(
        HttpContext context, int orders, [FromServices] RateLimiter limiter) =>
        await limiter.TakeOrdersAsync(context, orders) is { } problem ? problem : Results.NoContent();

    private static async Task<IResult> TakeKey(
        HttpContext context, [FromServices] ILogger<SampleModule> logger)
    {
        var body = await RequestBody.ReadAsync(context, SampleJson.Wire.KeyRequest);
        if (!body.TryGet(out var request, out var problem))
        {
            return problem;
        }

        LinkingKey(logger, request.Label, request.ApiSecret, request);
        return Results.NoContent();
    }

    [LoggerMessage(1, LogLevel.Information, "Linking {Label} using {ApiSecret} of {Request}")]
    private static partial void LinkingKey(ILogger logger, string label, Secret apiSecret, KeyRequest request);
}

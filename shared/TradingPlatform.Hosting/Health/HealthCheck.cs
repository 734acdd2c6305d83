using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TradingPlatform.Hosting.Json;

namespace TradingPlatform.Hosting.Health;

/// <summary>One thing without which the host is not ready. Registered as a singleton.</summary>
/// <param name="Name">Its name in the answer.</param>
/// <param name="ProbeAsync">
/// Null where it works; otherwise why not, in words that anyone may read, for nobody signs in to ask.
/// </param>
public sealed record HealthCheck(string Name, Func<CancellationToken, Task<string?>> ProbeAsync);

/// <summary>The answer of <c>GET /healthz</c>.</summary>
/// <param name="Status"><c>ok</c> where every check is; otherwise <c>failing</c>.</param>
/// <param name="Checks">By name: <c>ok</c>, or why not.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Checks);

/// <summary>Answers whether the host is ready.</summary>
internal static class HealthEndpoint
{
    private const string Ok = "ok";

    // A load balancer asks every few seconds and gives up after five.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/healthz", HandleAsync)
            .AllowAnonymous()
            .Produces<HealthAnswer>()
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Says whether the host is ready.");

    private static async Task<IResult> HandleAsync(
        HttpContext context, [FromServices] TimeProvider clock, [FromServices] IEnumerable<HealthCheck> checks)
    {
        var results = await Task.WhenAll(checks.Select(async check =>
            (check.Name, Result: await ProbeAsync(check, clock, context.RequestAborted))));
        var answer = results.ToDictionary(pair => pair.Name, pair => pair.Result, StringComparer.Ordinal);
        var isReady = answer.Values.All(result => string.Equals(result, Ok, StringComparison.Ordinal));
        return TypedResults.Json(
            new HealthAnswer(isReady ? Ok : "failing", answer),
            HealthJson.Wire.HealthAnswer,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string> ProbeAsync(HealthCheck check, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            return await check.ProbeAsync(cancellation).WaitAsync(Patience, clock, cancellation) ?? Ok;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // An exception's own text is not for everyone to read.
            return exception is TimeoutException ? "timed out" : "failed";
        }
    }
}

/// <summary>The JSON of this folder.</summary>
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    public static HealthJson Wire { get; } = new(PlatformJson.Options());
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Pipeline;

/// <summary>Marks an endpoint that cannot be called without an <c>Idempotency-Key</c>.</summary>
internal sealed record NeedsIdempotencyKey;

/// <summary>The header by which a request sent twice is known to be one.</summary>
public static class IdempotencyKey
{
    /// <summary>The header's name.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Says in the API document that the endpoint needs the header; the endpoint reads it itself.</summary>
    public static TBuilder RequireIdempotencyKey<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeedsIdempotencyKey());

    /// <summary>The key; otherwise the problem to answer with.</summary>
    public static bool TryRead(
        HttpContext context, [NotNullWhen(true)] out string? key, [NotNullWhen(false)] out Problem? problem)
    {
        ArgumentNullException.ThrowIfNull(context);
        var values = context.Request.Headers[Header];
        key = values.Count == 1 && Slug.IsValid(values[0]) ? values[0] : null;
        problem = key is null ? Problem.Invalid(Header, "is required once, 1 to 64 of A-Za-z0-9-_") : null;
        return key is not null;
    }
}

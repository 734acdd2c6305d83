using Microsoft.AspNetCore.Builder;

namespace TradingPlatform.Hosting.OpenApi;

/// <summary>One query parameter that an endpoint reads for itself.</summary>
internal sealed record DescribedQuery(string Name, string Description);

/// <summary>
/// Tells the API document of query parameters, since endpoints read them from the request themselves.
/// </summary>
public static class QueryDescriptions
{
    /// <summary>The endpoint reads this parameter.</summary>
    public static TBuilder WithQuery<TBuilder>(this TBuilder endpoint, string name, string description)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedQuery(name, description));

    /// <summary>The endpoint answers a page: it reads <c>limit</c> and <c>cursor</c>.</summary>
    public static TBuilder WithPaging<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint
            .WithQuery("limit", "At most so many items, 1 to 200; 50 where it is left out.")
            .WithQuery("cursor", "The nextCursor of the page before.");
}

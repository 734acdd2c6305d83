using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.OpenApi;

/// <summary>The shape of every error, for the API document.</summary>
internal static class ProblemShape
{
    internal static OpenApiSchema Schema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string>(
            ["type", "title", "status", "detail", "code", "retryable", "correlationId"], StringComparer.Ordinal),
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text(),
            ["title"] = Text(),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text(),
            ["code"] = Codes(),
            ["retryable"] = new OpenApiSchema { Type = JsonSchemaType.Boolean },
            ["correlationId"] = Text(),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text() },
            },
            ["violations"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Violation() },
            ["rule"] = Text(),
            ["limit"] = Text(),
            ["actual"] = Text(),
            ["state"] = Text(),
            ["reason"] = Text(),
            ["exchangeCode"] = Text(),
            ["exchangeMessage"] = Text(),
            ["orderId"] = Text(),
        },
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Codes() => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. ProblemCode.All.Select(code => code.Code).Distinct(StringComparer.Ordinal)
            .Select(code => (JsonNode)JsonValue.Create(code))],
    };

    private static OpenApiSchema Violation() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["rule"] = Text(),
            ["limit"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
            ["actual"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
        },
    };
}

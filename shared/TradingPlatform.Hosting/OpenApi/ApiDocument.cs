using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.OpenApi;

/// <summary>
/// The API's own description: <c>GET /openapi/v1.json</c>, and on the local host a page at <c>/docs</c>.
/// </summary>
public static class ApiDocument
{
    /// <summary>Where the document is served.</summary>
    public const string Path = "/openapi/v1.json";

    private const string PackagedFile = "openapi.json";
    private const string Bearer = "bearer";
    private const string ProblemSchema = "Problem";

    /// <summary>Serves the page that shows the document. Only the local host calls this.</summary>
    public static IApplicationBuilder UseApiPage(this IApplicationBuilder app) => app.UseSwaggerUI(page =>
    {
        page.RoutePrefix = SecurityHeaders.PagePath.TrimStart('/');
        page.SwaggerEndpoint(Path, "TradingPlatform");
        page.DocumentTitle = "TradingPlatform API";
    });

    internal static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context);
            return Task.CompletedTask;
        });
    });

    /// <summary>
    /// Serves the document. One function knows its own routes alone; where it was packaged with the whole platform's
    /// document beside it, it serves that.
    /// </summary>
    internal static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        var packaged = System.IO.Path.Combine(AppContext.BaseDirectory, PackagedFile);
        if (!File.Exists(packaged))
        {
            routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
            return;
        }

        var document = File.ReadAllText(packaged);
        routes.MapGet(Path, () => TypedResults.Text(document, "application/json")).AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "TradingPlatform",
            Version = "v1",
            Description = "Amounts are decimal strings, times ISO-8601 in UTC, errors application/problem+json.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            BearerFormat = "JWT",
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[ProblemSchema] = ProblemShape.Schema();
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "An error.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, context.Document) },
            },
        };
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            var role = metadata.OfType<RequiredRole>().LastOrDefault()?.Role ?? Role.Viewer;
            operation.Description = $"{operation.Description} Role: {TokenClaims.Word(role)}.".TrimStart();
            operation.Security =
            [
                new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [],
                },
            ];
        }

        foreach (var query in metadata.OfType<DescribedQuery>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Description = query.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        if (metadata.OfType<NeedsIdempotencyKey>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyKey.Header,
                In = ParameterLocation.Header,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Za-z0-9_-]{1,64}$" },
            });
        }
    }

    /// <summary>The framework knows nothing of what a converter writes.</summary>
    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var nullable = type == context.JsonTypeInfo.Type ? default : JsonSchemaType.Null;
        if (type == typeof(Problem))
        {
            var shape = ProblemShape.Schema();
            (schema.Type, schema.Properties, schema.Required) = (shape.Type, shape.Properties, shape.Required);
        }
        else if (type == typeof(decimal))
        {
            schema.Type = JsonSchemaType.String | nullable;
            schema.Format = "decimal";
            schema.Pattern = null;
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String | nullable;
            schema.Format = "date-time";
        }
        else if (WordsOf(type, context) is { } words)
        {
            schema.Type = JsonSchemaType.String | nullable;
            schema.Enum = [.. words.Words.Select(word => (JsonNode)JsonValue.Create(word))];
        }
    }

    /// <summary>The converter of the words stands at the property, or at the options for the whole type.</summary>
    private static IWireWords? WordsOf(Type type, OpenApiSchemaTransformerContext context) =>
        context.JsonPropertyInfo?.CustomConverter as IWireWords
        ?? (context.JsonTypeInfo.Options.TryGetTypeInfo(type, out var info) ? info.Converter as IWireWords : null);
}

using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Internal;

/// <summary>Payload 1.0, of REST APIs.</summary>
internal sealed class RestApiFormat : IGatewayFormat
{
    public void ReadRequest(Stream payload, GatewayExchange exchange)
    {
        var request = JsonSerializer.Deserialize(payload, RestApiJson.Default.APIGatewayProxyRequest);
        if (request is not { HttpMethod: { Length: > 0 } method, Path: not null })
        {
            throw new JsonException("The event is no request of a REST API.");
        }

        exchange.Items[AbstractAspNetCoreFunction.LAMBDA_REQUEST_OBJECT] = request;
        exchange.Request.Method = method;
        SetTarget(request, exchange);
        SetHeaders(request, exchange.Request.Headers);
        exchange.SetBody(request.Body, request.IsBase64Encoded);
        exchange.SetConnection(request.RequestContext?.Identity?.SourceIp);
        if (request.RequestContext?.Authorizer is { } authorizer)
        {
            exchange.SetUser(ClaimsOf(authorizer));
        }
    }

    public void WriteResponse(GatewayExchange exchange, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("statusCode"u8, exchange.Response.StatusCode);
        json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in exchange.Response.Headers)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        GatewayBody.Write(exchange, json);
        json.WriteEndObject();
    }

    /// <summary>What the context's path has before the path is the base: the stage, or a domain's mapping.</summary>
    private static void SetTarget(APIGatewayProxyRequest request, GatewayExchange exchange)
    {
        var path = request.Path!;
        if (request.Resource is { Length: > 0 } resource
            && request.PathParameters?.TryGetValue("proxy", out var proxy) is true)
        {
            // Leaves out a custom domain's mapping, which the path has.
            path = resource.Replace("{proxy+}", proxy, StringComparison.Ordinal);
            path = request.Path!.EndsWith('/') && !path.EndsWith('/') ? path + '/' : path;
        }

        path = path.StartsWith('/') ? path : '/' + path;
        var whole = request.RequestContext?.Path ?? path;
        whole = path.EndsWith('/') && !whole.EndsWith('/') ? whole + '/' : whole;
        var pathBase = whole.EndsWith(path, StringComparison.Ordinal) ? whole[..^path.Length] : "";
        exchange.SetTarget(path, pathBase, QueryOf(request));
    }

    private static string QueryOf(APIGatewayProxyRequest request)
    {
        var query = new StringBuilder();
        if (request.MultiValueQueryStringParameters is { Count: > 0 } parameters)
        {
            foreach (var (name, values) in parameters)
            {
                foreach (var value in values)
                {
                    Append(query, name, value);
                }
            }
        }
        else if (request.QueryStringParameters is { Count: > 0 } single)
        {
            foreach (var (name, value) in single)
            {
                Append(query, name, value);
            }
        }

        return query.ToString();
    }

    private static void Append(StringBuilder query, string name, string? value) => query
        .Append(query.Length == 0 ? '?' : '&')
        .Append(Uri.EscapeDataString(name))
        .Append('=')
        .Append(Uri.EscapeDataString(value ?? ""));

    /// <summary>Two spellings of one name are one header.</summary>
    private static void SetHeaders(APIGatewayProxyRequest request, IHeaderDictionary headers)
    {
        if (request.MultiValueHeaders is { Count: > 0 } all)
        {
            foreach (var (name, values) in all)
            {
                headers.Append(name, new StringValues([.. values]));
            }
        }
        else if (request.Headers is { Count: > 0 } single)
        {
            foreach (var (name, value) in single)
            {
                headers.Append(name, value);
            }
        }

        if (!headers.ContainsKey("Host"))
        {
            headers.Host = $"apigateway-{request.RequestContext?.ApiId}-{request.RequestContext?.Stage}";
        }
    }

    /// <summary>The token's claims; of a custom authorizer, its fields.</summary>
    private static IEnumerable<Claim> ClaimsOf(APIGatewayCustomAuthorizerContext authorizer) =>
        authorizer.Claims is { Count: > 0 } claims
            ? claims.Select(claim => new Claim(claim.Key, claim.Value))
            : authorizer
                .Where(field => field.Value is not null && field.Key is not "claims")
                .Select(field => new Claim(field.Key, field.Value!.ToString()!));
}

using System.Security.Claims;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Microsoft.AspNetCore.Http;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Internal;

/// <summary>Payload 2.0, of HTTP APIs.</summary>
internal sealed class HttpApiFormat : IGatewayFormat
{
    public void ReadRequest(Stream payload, GatewayExchange exchange)
    {
        var request = JsonSerializer.Deserialize(payload, HttpApiJson.Default.APIGatewayHttpApiV2ProxyRequest);
        if (request?.RequestContext?.Http is not { Method: { Length: > 0 } method } http)
        {
            throw new JsonException("The event is no request of an HTTP API.");
        }

        exchange.Items[AbstractAspNetCoreFunction.LAMBDA_REQUEST_OBJECT] = request;
        exchange.Request.Method = method;
        exchange.Request.Protocol = http.Protocol ?? exchange.Request.Protocol;
        SetTarget(request, http.Path ?? request.RawPath ?? "/", exchange);
        SetHeaders(request, exchange.Request.Headers);
        exchange.SetBody(request.Body, request.IsBase64Encoded);
        exchange.SetConnection(http.SourceIp);
        if (request.RequestContext.Authorizer is { } authorizer)
        {
            exchange.SetUser(ClaimsOf(authorizer));
        }
    }

    public void WriteResponse(GatewayExchange exchange, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("statusCode"u8, exchange.Response.StatusCode);
        json.WriteStartObject("headers"u8);
        foreach (var (name, values) in exchange.Response.Headers)
        {
            if (!IsSetCookie(name))
            {
                json.WriteString(name, values.ToString());
            }
        }

        json.WriteEndObject();
        // A cookie may hold a comma, so cookies are never joined.
        json.WriteStartArray("cookies"u8);
        foreach (var cookie in exchange.Response.Headers.SetCookie)
        {
            json.WriteStringValue(cookie);
        }

        json.WriteEndArray();
        GatewayBody.Write(exchange, json);
        json.WriteEndObject();
    }

    private static bool IsSetCookie(string name) => name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase);

    private static void SetTarget(APIGatewayHttpApiV2ProxyRequest request, string path, GatewayExchange exchange)
    {
        path = path.StartsWith('/') ? path : '/' + path;
        var query = string.IsNullOrEmpty(request.RawQueryString) ? "" : '?' + request.RawQueryString;
        var stage = '/' + request.RequestContext!.Stage;
        var inStage = stage.Length > 1
            && path.StartsWith(stage, StringComparison.Ordinal)
            && (path.Length == stage.Length || path[stage.Length] == '/');
        if (!inStage)
        {
            exchange.SetTarget(path, "", query);
            return;
        }

        exchange.SetTarget(path.Length == stage.Length ? "/" : path[stage.Length..], stage, query);
    }

    /// <summary>Values stay joined by commas as they came: a date holds a comma too.</summary>
    private static void SetHeaders(APIGatewayHttpApiV2ProxyRequest request, IHeaderDictionary headers)
    {
        if (request.Headers is not null)
        {
            foreach (var (name, value) in request.Headers)
            {
                headers.Append(name, value);
            }
        }

        if (!headers.ContainsKey("Host"))
        {
            headers.Host = request.RequestContext!.DomainName;
        }

        if (request.Cookies is { Length: > 0 } cookies)
        {
            headers.Cookie = string.Join("; ", cookies);
        }
    }

    private static IEnumerable<Claim> ClaimsOf(APIGatewayHttpApiV2ProxyRequest.AuthorizerDescription authorizer)
    {
        if (authorizer.Jwt?.Claims is { Count: > 0 } claims)
        {
            return claims.Select(claim => new Claim(claim.Key, claim.Value));
        }

        return authorizer.Lambda is { } fields
            ? fields
                .Where(field => field.Value is not null)
                .Select(field => new Claim(field.Key, field.Value!.ToString()!))
            : [];
    }
}

using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Internal;

/// <summary>Writes a response's body: as text where it is text, else as base64.</summary>
/// <remarks>
/// The official package takes unlisted content types for text, which breaks binary ones; here what is not known to be
/// text, is compressed, or is no valid UTF-8 goes as base64.
/// </remarks>
internal static class GatewayBody
{
    public static void Write(GatewayExchange exchange, Utf8JsonWriter json)
    {
        var response = exchange.Response;
        var body = HasBody(exchange.Request.Method, response.StatusCode) ? response.Written : [];
        var isText = body.IsEmpty || (IsText(response.Headers) && Utf8.IsValid(body));
        if (isText)
        {
            json.WriteString("body"u8, body);
        }
        else
        {
            json.WriteBase64String("body"u8, body);
        }

        json.WriteBoolean("isBase64Encoded"u8, !isText);
    }

    private static bool HasBody(string method, int status) =>
        !HttpMethods.IsHead(method)
        && status is >= 200 and not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified);

    private static bool IsText(IHeaderDictionary headers)
    {
        var encoding = headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var type = headers.ContentType.ToString().AsSpan();
        var parameters = type.IndexOf(';');
        type = (parameters < 0 ? type : type[..parameters]).Trim();
        return type.IsEmpty
            || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("javascript", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
    }
}

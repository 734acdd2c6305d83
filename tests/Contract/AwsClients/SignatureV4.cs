using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TradingPlatform.Contract.AwsClients;

/// <summary>Signs a received request anew, by the document and not by the SDK.</summary>
/// <remarks>Source: AWS IAM User Guide, 'Create a signed AWS API request'.</remarks>
internal static class SignatureV4
{
    /// <summary>Returns null where the request's signature is right, else what is wrong with it.</summary>
    public static string? Refuse(HttpRequest request, byte[] body, string keyId, string secretKey, string service)
    {
        var authorization = request.Headers.Authorization.ToString();
        const string Algorithm = "AWS4-HMAC-SHA256";
        if (!authorization.StartsWith(Algorithm + ' ', StringComparison.Ordinal))
        {
            return "no SigV4 authorization";
        }

        var parts = authorization[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var date = request.Headers["X-Amz-Date"].ToString();
        var scope = $"{date[..8]}/eu-west-1/{service}/aws4_request";
        if (parts["Credential"] != $"{keyId}/{scope}")
        {
            return $"credential {parts["Credential"]}";
        }

        const string Format = "yyyyMMdd'T'HHmmss'Z'";
        if (!DateTime.TryParseExact(date, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return $"date {date}";
        }

        var names = parts["SignedHeaders"].Split(';');
        string[] needed = ["content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target"];
        if (needed.Except(names, StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            return $"{missing} is not signed";
        }

        var headers = string.Concat(names.Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n"));
        var canonical = $"{request.Method}\n{request.Path}\n\n{headers}\n{parts["SignedHeaders"]}\n{Hash(body)}";
        var toSign = $"{Algorithm}\n{date}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var step in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }

        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        return parts["Signature"] == expected ? null : "signature does not match";
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

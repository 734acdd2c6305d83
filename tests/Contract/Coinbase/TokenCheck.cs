using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TradingPlatform.Contract.Coinbase;

/// <summary>A key of Advanced Trade, and what the exchange looks at in its tokens.</summary>
internal sealed class TokenCheck
{
    public const string Name = "organizations/o-1/apiKeys/CanaryKeyName";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, string> _seen = new(StringComparer.Ordinal);

    public string Sec1 => _key.ExportECPrivateKeyPem();

    public string Pkcs8 => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>The same nonce may come again with the same token alone.</summary>
    public bool Accepts(string? token, DateTimeOffset now, string? uri)
    {
        if (token?.Split('.') is not [var head, var claims, var signature])
        {
            return false;
        }

        var header = Read(head);
        var said = Read(claims);
        lock (_key)
        {
            if (!_key.VerifyData(
                Encoding.ASCII.GetBytes(head + "." + claims), Base64Url.DecodeFromChars(signature),
                HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
            {
                return false;
            }
        }

        var nonce = header.GetProperty("nonce").GetString()!;
        return header.GetProperty("alg").GetString() == "ES256" && header.GetProperty("kid").GetString() == Name
            && _seen.GetOrAdd(nonce, token) == token
            && said.GetProperty("sub").GetString() == Name && said.GetProperty("iss").GetString() == "cdp"
            && DateTimeOffset.FromUnixTimeSeconds(said.GetProperty("nbf").GetInt64()) <= now
            && DateTimeOffset.FromUnixTimeSeconds(said.GetProperty("exp").GetInt64()) > now
            && (uri is null) == !said.TryGetProperty("uri", out var named)
            && (uri is null || named.GetString() == uri);
    }

    private static JsonElement Read(string part) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
}

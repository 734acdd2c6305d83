using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.Auth;

/// <summary>Issues and verifies the local host's tokens: JWTs signed using HS256 (RFC 7515, RFC 7519).</summary>
/// <remarks>
/// One party both signs and verifies, so a shared key is enough. The algorithm is ours to say, not the token's: any
/// other <c>alg</c> is refused, <c>none</c> included.
/// </remarks>
public sealed class LocalTokens(LocalTokenKey key, TimeProvider clock)
{
    /// <summary>How long a token lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>How far two clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private const string Issuer = "trading-platform-local";
    private const string Algorithm = "HS256";
    private const int SignatureLength = HMACSHA256.HashSizeInBytes;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>A token of <see cref="Lifetime"/> for this user.</summary>
    public string Issue(TenantId tenant, string user, IReadOnlyCollection<Role> roles, Tier tier)
    {
        ArgumentNullException.ThrowIfNull(roles);
        var now = clock.GetUtcNow();
        var payload = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(payload))
        {
            writer.WriteStartObject();
            writer.WriteString("iss"u8, Issuer);
            writer.WriteString(TokenClaims.Subject, user);
            writer.WriteString(TokenClaims.Tenant, tenant.Text);
            writer.WriteString(TokenClaims.Tier, TokenClaims.Word(tier));
            writer.WriteStartArray(TokenClaims.Groups);
            foreach (var role in roles)
            {
                writer.WriteStringValue(TokenClaims.Word(role));
            }

            writer.WriteEndArray();
            writer.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            writer.WriteNumber("exp"u8, (now + Lifetime).ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        var signed = Header + "." + Base64Url.EncodeToString(payload.WrittenSpan);
        return signed + "." + Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>Who the token names and how long it may be believed, or null where it is not good.</summary>
    internal VerifiedToken? Verify(ReadOnlySpan<byte> token)
    {
        var headerEnd = token.IndexOf((byte)'.');
        var payloadEnd = token.LastIndexOf((byte)'.');
        if (headerEnd <= 0 || payloadEnd <= headerEnd + 1 || !IsSigned(token[..payloadEnd], token[(payloadEnd + 1)..]))
        {
            return null;
        }

        // Only what we signed is parsed from here on.
        var header = Decode(token[..headerEnd]);
        var payload = Decode(token[(headerEnd + 1)..payloadEnd]);
        if (header is null || payload is null)
        {
            return null;
        }

        try
        {
            using var head = JsonDocument.Parse(header, Strict);
            using var body = JsonDocument.Parse(payload, Strict);
            return IsOurs(head.RootElement) ? Read(body.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private bool IsSigned(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        // 32 bytes are 43 characters; with padding or spaces in it, it is not as RFC 7515 writes it.
        Span<byte> given = stackalloc byte[SignatureLength];
        return signature.Length == Base64Url.GetEncodedLength(SignatureLength)
            && Base64Url.IsValid(signature)
            && Base64Url.TryDecodeFromUtf8(signature, given, out var length)
            && length == SignatureLength
            && CryptographicOperations.FixedTimeEquals(given, key.Sign(signed));
    }

    private static byte[]? Decode(ReadOnlySpan<byte> part) =>
        Base64Url.IsValid(part) ? Base64Url.DecodeFromUtf8(part) : null;

    private static bool IsOurs(JsonElement header) =>
        header.GetProperty("alg").ValueEquals(Algorithm) && !header.TryGetProperty("crit", out _);

    private VerifiedToken? Read(JsonElement claims)
    {
        var now = clock.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()) + Skew;
        var notBefore = claims.TryGetProperty("nbf", out var nbf)
            ? DateTimeOffset.FromUnixTimeSeconds(nbf.GetInt64()) - Skew
            : DateTimeOffset.MinValue;
        if (now >= expires || now < notBefore || !claims.GetProperty("iss").ValueEquals(Issuer))
        {
            return null;
        }

        var identity = TokenClaims.Read(
            claims.GetProperty(TokenClaims.Subject).GetString(),
            claims.GetProperty(TokenClaims.Tenant).GetString(),
            claims.TryGetProperty(TokenClaims.Tier, out var tier) ? tier.GetString() : null,
            Groups(claims),
            allowUnlimited: true);
        return identity is null ? null : new VerifiedToken(identity, expires);
    }

    private static List<string> Groups(JsonElement claims)
    {
        if (!claims.TryGetProperty(TokenClaims.Groups, out var groups))
        {
            return [];
        }

        return groups.ValueKind == JsonValueKind.Array
            ? [.. groups.EnumerateArray().Select(group => group.GetString() ?? "")]
            : [groups.GetString() ?? ""];
    }
}

/// <summary>What a good token says, and until when (the clocks' skew included).</summary>
internal sealed record VerifiedToken(Identity Identity, DateTimeOffset BelievedUntil);

using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.InternalCalls;

/// <summary>
/// What the header of a call from one function to another says:
/// <c>Authorization: TP1-HMAC-SHA256 key=…,function=…,time=…,nonce=…,signature=…</c>.
/// </summary>
/// <param name="Key">Which version of the secret it was signed with.</param>
/// <param name="Function">Who calls.</param>
/// <param name="Time">When, in milliseconds since 1970.</param>
/// <param name="Nonce">Names this call, once.</param>
/// <param name="Signature">HMAC-SHA256, in base64url, over all of the above, method, target and body.</param>
internal sealed record InternalSignature(string Key, string Function, long Time, string Nonce, string Signature)
{
    public const string Scheme = "TP1-HMAC-SHA256";

    private const int Longest = 512;

    /// <summary>The secret that signs.</summary>
    public static SecretName Secret { get; } = SecretName.ForPlatform("internal-requests");

    /// <summary>Signs a call.</summary>
    public static InternalSignature Of(
        SigningKey key, string function, DateTimeOffset at, string nonce, string method, string target,
        ReadOnlySpan<byte> body)
    {
        var unsigned = new InternalSignature(key.Version, function, at.ToUnixTimeMilliseconds(), nonce, string.Empty);
        return unsigned with { Signature = Base64Url.EncodeToString(key.Sign(unsigned.Message(method, target, body))) };
    }

    /// <summary>True where the key has signed this call.</summary>
    public bool IsBy(SigningKey key, string method, string target, ReadOnlySpan<byte> body) =>
        Base64Url.IsValid(Signature)
        && key.HasSigned(Message(method, target, body), Base64Url.DecodeFromChars(Signature));

    /// <summary>The header's value after its scheme.</summary>
    public string ToHeader() => string.Create(
        CultureInfo.InvariantCulture, $"key={Key},function={Function},time={Time},nonce={Nonce},signature={Signature}");

    /// <summary>Reads a header. Null where it is none of this kind, or not whole.</summary>
    public static InternalSignature? Find(string? header)
    {
        if (header is not { Length: <= Longest } || !header.StartsWith(Scheme + " ", StringComparison.Ordinal))
        {
            return null;
        }

        return header[(Scheme.Length + 1)..].Split(',') is [var key, var function, var time, var nonce, var signature]
            && TryTake(ref key, "key=") && TryTake(ref function, "function=") && TryTake(ref nonce, "nonce=")
            && time.StartsWith("time=", StringComparison.Ordinal)
            && long.TryParse(time.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && signature.StartsWith("signature=", StringComparison.Ordinal)
            ? new InternalSignature(key, function, milliseconds, nonce, signature["signature=".Length..])
            : null;
    }

    private static bool TryTake(ref string part, string name)
    {
        if (!part.StartsWith(name, StringComparison.Ordinal) || !Slug.IsValid(part.AsSpan(name.Length)))
        {
            return false;
        }

        part = part[name.Length..];
        return true;
    }

    // A line a part: none of them can hold a line's end, so no two calls make the same text.
    private byte[] Message(string method, string target, ReadOnlySpan<byte> body) => Encoding.UTF8.GetBytes(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Scheme}\n{Key}\n{Function}\n{Time}\n{Nonce}\n{method}\n{target}\n")
        + Convert.ToHexStringLower(SHA256.HashData(body)));
}

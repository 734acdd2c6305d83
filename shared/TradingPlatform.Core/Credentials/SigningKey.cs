using System.Buffers.Text;
using System.Security.Cryptography;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Core.Credentials;

/// <summary>One version of a secret that signs (HMAC-SHA256).</summary>
public sealed class SigningKey
{
    /// <summary>The fewest bytes of a key that is good enough.</summary>
    public const int LeastBytes = 32;

    private readonly byte[] _bytes;

    private SigningKey(string version, byte[] bytes) => (Version, _bytes) = (version, bytes);

    /// <summary>The vault's name for it.</summary>
    public string Version { get; }

    /// <summary>Reads a key. Null where the text is none: no base64url, or too short to be safe.</summary>
    public static SigningKey? Find(string version, Secret value)
    {
        var text = value.Reveal();
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        return bytes.Length >= LeastBytes ? new SigningKey(version, bytes) : null;
    }

    /// <summary>The signature of a message.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => HMACSHA256.HashData(_bytes, message);

    /// <summary>True where the signature is the message's; takes equally long whatever of it is wrong.</summary>
    public bool HasSigned(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(Sign(message), signature);

    /// <summary>Its version: the key is never printed.</summary>
    public override string ToString() => Version;
}

/// <summary>The keys of one name that are good now: during a rotation both sides may hold either.</summary>
/// <param name="Current">What is signed with.</param>
/// <param name="Previous">What may have been signed with a moment ago; null where there is none.</param>
public sealed record SigningKeys(SigningKey Current, SigningKey? Previous)
{
    /// <summary>The key of that version; null where it is neither.</summary>
    public SigningKey? Find(string version) =>
        Current.Version == version ? Current : Previous?.Version == version ? Previous : null;
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Embedded.Vault;

/// <summary>A record in the clear, until it is disposed: then its bytes are zeroed.</summary>
/// <param name="plaintext">Bytes that a tag has vouched for; laid out as <see cref="SealedRecord"/> says.</param>
/// <param name="version">The current version's name.</param>
/// <param name="previousVersion">The name of the version before it; empty: there is none.</param>
internal sealed class OpenRecord(byte[] plaintext, string version, string previousVersion) : IDisposable
{
    /// <summary>The current version's name.</summary>
    public string Version => version;

    /// <summary>The current value, in UTF-8.</summary>
    public ReadOnlySpan<byte> Value =>
        plaintext.AsSpan(sizeof(int), BinaryPrimitives.ReadInt32BigEndian(plaintext));

    /// <summary>The name of the version before it; empty: there is none.</summary>
    public string PreviousVersion => previousVersion;

    /// <summary>Its value; empty where there is none.</summary>
    public ReadOnlySpan<byte> PreviousValue => plaintext.AsSpan(sizeof(int) + Value.Length);

    /// <summary>True where the version is one of the two.</summary>
    public bool Holds(string name) =>
        name.Equals(version, StringComparison.Ordinal) || name.Equals(previousVersion, StringComparison.Ordinal);

    /// <summary>The value of a version that it holds.</summary>
    public ReadOnlySpan<byte> ValueOf(string name) =>
        name.Equals(version, StringComparison.Ordinal) ? Value : PreviousValue;

    /// <summary>The current version, for the caller.</summary>
    public OpenedSecret Reveal() => new(new Secret(Encoding.UTF8.GetString(Value)), version);

    /// <summary>The version before it, for the caller. Null where there is none.</summary>
    public OpenedSecret? RevealPrevious() => previousVersion.Length == 0
        ? null
        : new OpenedSecret(new Secret(Encoding.UTF8.GetString(PreviousValue)), previousVersion);

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(plaintext);
}

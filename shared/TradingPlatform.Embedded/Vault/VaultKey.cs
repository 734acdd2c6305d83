using System.Security.Cryptography;

namespace TradingPlatform.Embedded.Vault;

/// <summary>
/// The key that every record is sealed with, derived (HKDF-SHA256) from the 32 random bytes of the vault's key file.
/// </summary>
/// <remarks>
/// Random nonces of 96 bits allow 2^32 sealings with one key (NIST SP 800-38D, 8.3), which a laptop does not reach.
/// </remarks>
internal sealed class VaultKey : IDisposable
{
    /// <summary>How many bytes the key file has.</summary>
    public const int Size = 32;

    /// <summary>How many bytes name a key.</summary>
    public const int IdSize = 8;

    // Pinned, so that the collector leaves no copy behind that nothing zeroes.
    private readonly byte[] _seal = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private readonly byte[] _id = new byte[IdSize];

    /// <summary>Derives the key from the file's bytes, which stay the caller's to zero.</summary>
    public VaultKey(ReadOnlySpan<byte> master)
    {
        HKDF.Expand(HashAlgorithmName.SHA256, master, _seal, "trading-platform vault 1 seal"u8);
        HKDF.Expand(HashAlgorithmName.SHA256, master, _id, "trading-platform vault 1 key id"u8);
    }

    /// <summary>Tells keys apart and says nothing of the key.</summary>
    public ReadOnlySpan<byte> Id => _id;

    /// <summary>A cipher for one call: the framework's is not for several threads.</summary>
    public AesGcm CreateCipher() => new(_seal, AesGcm.TagByteSizes.MaxSize);

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_seal);
}

using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using TradingPlatform.Core.Credentials;

namespace TradingPlatform.Embedded.Vault;

/// <summary>
/// The bytes of one secret at rest, both of its versions together, so that switching versions is one rename:
/// <code>
/// "TPV" 0x01 | key id (8) | path | tenant | current version | previous version      each text: length (2), UTF-8
/// nonce (12) | ciphertext | tag (16)                                                AES-256-GCM
/// plaintext: length of the current value (4) | current value | previous value       integers are big-endian
/// </code>
/// All that stands before the nonce is associated data: a record whose path, tenant or version is not the one it was
/// sealed with does not open.
/// </summary>
/// <remarks>What it cannot show is that a whole file was put back to an earlier state of the same file.</remarks>
internal static class SealedRecord
{
    /// <summary>The largest value, in bytes of UTF-8 (Secrets Manager's own bound).</summary>
    public const int MaxValueSize = 65_536;

    /// <summary>No record is larger: two values, and texts that are all bounded.</summary>
    public const int MaxSize = (2 * MaxValueSize) + 4096;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Seals both versions. The nonce is made here, so that no caller can use one twice.</summary>
    /// <param name="key">The vault's key.</param>
    /// <param name="name">Which secret.</param>
    /// <param name="version">The current version's name.</param>
    /// <param name="value">The current value.</param>
    /// <param name="previous">The version before it; empty: there is none.</param>
    /// <param name="previousValue">Its value.</param>
    public static byte[] Seal(
        VaultKey key,
        SecretName name,
        string version,
        ReadOnlySpan<byte> value,
        string previous,
        ReadOnlySpan<byte> previousValue)
    {
        var header = new RecordHeader(key.Id.ToArray(), name.Path, TenantOf(name), version, previous).ToBytes();
        var plaintext = GC.AllocateUninitializedArray<byte>(
            sizeof(int) + value.Length + previousValue.Length, pinned: true);
        try
        {
            BinaryPrimitives.WriteInt32BigEndian(plaintext, value.Length);
            value.CopyTo(plaintext.AsSpan(sizeof(int)));
            previousValue.CopyTo(plaintext.AsSpan(sizeof(int) + value.Length));

            var record = new byte[header.Length + NonceSize + plaintext.Length + TagSize];
            header.CopyTo(record, 0);
            var nonce = record.AsSpan(header.Length, NonceSize);
            RandomNumberGenerator.Fill(nonce);
            using var cipher = key.CreateCipher();
            cipher.Encrypt(
                nonce,
                plaintext,
                record.AsSpan(header.Length + NonceSize, plaintext.Length),
                record.AsSpan()[^TagSize..],
                header);
            return record;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>Opens a record. False where it is not, to the bit, what this key sealed under this name.</summary>
    public static bool TryOpen(
        VaultKey key, SecretName name, ReadOnlySpan<byte> record, [NotNullWhen(true)] out OpenRecord? opened)
    {
        opened = null;
        if (!RecordHeader.TryRead(record, out var header, out var size)
            || !header.Path.Equals(name.Path, StringComparison.Ordinal)
            || !header.Tenant.Equals(TenantOf(name), StringComparison.Ordinal)
            || record.Length < size + NonceSize + sizeof(int) + TagSize)
        {
            return false;
        }

        var plaintext = GC.AllocateUninitializedArray<byte>(
            record.Length - size - NonceSize - TagSize, pinned: true);
        using var cipher = key.CreateCipher();
        try
        {
            cipher.Decrypt(
                record.Slice(size, NonceSize), record[(size + NonceSize)..^TagSize], record[^TagSize..], plaintext,
                record[..size]);
        }
        catch (CryptographicException)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }

        opened = new OpenRecord(plaintext, header.Current, header.Previous);
        return true;
    }

    private static string TenantOf(SecretName name) => name.Tenant?.Text ?? "";
}

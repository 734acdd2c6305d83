using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TradingPlatform.Embedded.Vault;

/// <summary>
/// What stands before the ciphertext of a record, in the clear and bound to it as associated data. See
/// <see cref="SealedRecord"/> for the bytes.
/// </summary>
/// <param name="KeyId">Which key sealed it.</param>
/// <param name="Path">The secret's path.</param>
/// <param name="Tenant">Whose it is; empty: the platform's.</param>
/// <param name="Current">The current version's name.</param>
/// <param name="Previous">The name of the version before it; empty: there is none.</param>
internal sealed record RecordHeader(
    ReadOnlyMemory<byte> KeyId, string Path, string Tenant, string Current, string Previous)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Three letters that say what the file is, and the format's version.</summary>
    private static ReadOnlySpan<byte> Magic => "TPV\u0001"u8;

    /// <summary>Writes the header.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        bytes.Write(Magic);
        bytes.Write(KeyId.Span);
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        foreach (var text in (ReadOnlySpan<string>)[Path, Tenant, Current, Previous])
        {
            var encoded = Utf8.GetBytes(text);
            BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)encoded.Length));
            bytes.Write(length);
            bytes.Write(encoded);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads a header that nothing vouches for yet. False where the bytes do not begin with one.</summary>
    /// <param name="bytes">The record.</param>
    /// <param name="header">What it says.</param>
    /// <param name="size">How many bytes it takes.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out RecordHeader? header, out int size)
    {
        (header, size) = (null, 0);
        var rest = bytes;
        if (!rest.StartsWith(Magic) || rest.Length < Magic.Length + VaultKey.IdSize)
        {
            return false;
        }

        var keyId = rest.Slice(Magic.Length, VaultKey.IdSize).ToArray();
        rest = rest[(Magic.Length + VaultKey.IdSize)..];
        if (!TryReadText(ref rest, out var path) || !TryReadText(ref rest, out var tenant)
            || !TryReadText(ref rest, out var current) || !TryReadText(ref rest, out var previous))
        {
            return false;
        }

        header = new RecordHeader(keyId, path, tenant, current, previous);
        size = bytes.Length - rest.Length;
        return true;
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> rest, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(rest, out var length)
            || rest.Length - sizeof(ushort) < length
            || !System.Text.Unicode.Utf8.IsValid(rest.Slice(sizeof(ushort), length)))
        {
            return false;
        }

        text = Utf8.GetString(rest.Slice(sizeof(ushort), length));
        rest = rest[(sizeof(ushort) + length)..];
        return true;
    }
}

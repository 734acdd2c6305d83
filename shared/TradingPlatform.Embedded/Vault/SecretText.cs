using System.Buffers;
using System.Security.Cryptography;
using System.Text.Unicode;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Embedded.Vault;

/// <summary>A value as it is sealed: UTF-8 of at most <see cref="SealedRecord.MaxValueSize"/> bytes.</summary>
internal static class SecretText
{
    /// <summary>The value in bytes, which are the caller's to zero.</summary>
    /// <exception cref="ArgumentException">It is too large or no valid text; the message shows none of it.</exception>
    public static Memory<byte> Encode(Secret value)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(SealedRecord.MaxValueSize, pinned: true);
        var status = Utf8.FromUtf16(value.Reveal(), bytes, out _, out var size, replaceInvalidSequences: false);
        if (status == OperationStatus.Done)
        {
            return bytes.AsMemory(0, size);
        }

        CryptographicOperations.ZeroMemory(bytes);
        throw status == OperationStatus.DestinationTooSmall
            ? new ArgumentException(
                $"The value is larger than {SealedRecord.MaxValueSize} bytes.", nameof(value))
            : new ArgumentException("The value is no valid text.", nameof(value));
    }
}

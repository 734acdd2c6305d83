using System.Buffers;
using System.Text;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Aws.Vault;

/// <summary>A value as Secrets Manager takes it: text of 1 to 65,536 bytes in UTF-8.</summary>
internal static class SecretValue
{
    private const int MaxBytes = 65_536;

    /// <exception cref="ArgumentException">It cannot be kept; the message shows none of it.</exception>
    internal static string Of(Secret value)
    {
        var text = value.Reveal();
        if (!IsText(text))
        {
            throw new ArgumentException("The value is no valid text.", nameof(value));
        }

        return Encoding.UTF8.GetByteCount(text) is > 0 and <= MaxBytes
            ? text
            : throw new ArgumentException($"The value is empty or larger than {MaxBytes} bytes.", nameof(value));
    }

    /// <summary>
    /// False where half of a surrogate pair stands by itself: it would be stored as another character.
    /// </summary>
    private static bool IsText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}

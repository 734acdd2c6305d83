using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingPlatform.Hosting.Json;

/// <summary>Knows the words that a value of a closed list may be: for the API document.</summary>
public interface IWireWords
{
    /// <summary>The words, in the order they are declared.</summary>
    IReadOnlyList<string> Words { get; }
}

/// <summary>The words of an enum as API.md writes them: <c>TakeProfitLimit</c> is <c>TAKE_PROFIT_LIMIT</c>.</summary>
public static class WireEnum
{
    /// <summary>Every word, in the order declared.</summary>
    public static IReadOnlyList<string> Words<TEnum>()
        where TEnum : struct, Enum => Map<TEnum>.Words;

    /// <summary>The value's word.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has no name; <c>default</c> has none.</exception>
    public static string Text<TEnum>(TEnum value)
        where TEnum : struct, Enum => Map<TEnum>.Texts.TryGetValue(value, out var text)
            ? text
            : throw new ArgumentOutOfRangeException(nameof(value), $"This {typeof(TEnum).Name} names nothing.");

    /// <summary>Reads a word, exactly as written. False where there is no such word.</summary>
    public static bool TryParse<TEnum>(ReadOnlySpan<char> text, out TEnum value)
        where TEnum : struct, Enum => Map<TEnum>.Values.TryGetValue(text, out value);

    /// <summary>Made once for each enum, when it is first used.</summary>
    private static class Map<TEnum>
        where TEnum : struct, Enum
    {
        internal static readonly Dictionary<TEnum, string> Texts =
            Enum.GetValues<TEnum>().ToDictionary(value => value, value => WireWord.Of(value.ToString()));

        internal static readonly Dictionary<string, TEnum>.AlternateLookup<ReadOnlySpan<char>> Values =
            Texts.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal)
                .GetAlternateLookup<ReadOnlySpan<char>>();

        internal static readonly IReadOnlyList<string> Words = [.. Texts.Values];
    }
}

/// <summary>Reads and writes an enum by its word.</summary>
public sealed class WireEnumJsonConverter<TEnum> : JsonConverter<TEnum>, IWireWords
    where TEnum : struct, Enum
{
    private const int LongestWord = 64;

    private static readonly string Expected = "must be one of " + string.Join(", ", WireEnum.Words<TEnum>());

    /// <inheritdoc/>
    public IReadOnlyList<string> Words => WireEnum.Words<TEnum>();

    /// <inheritdoc/>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueSpan.Length > LongestWord)
        {
            throw new FieldFormatException(Expected);
        }

        Span<char> text = stackalloc char[LongestWord];
        var length = reader.CopyString(text);
        return WireEnum.TryParse<TEnum>(text[..length], out var value) ? value : throw new FieldFormatException(Expected);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(WireEnum.Text(value));
    }
}

/// <summary>Spells a name of the code as a word of the wire.</summary>
internal static class WireWord
{
    /// <summary><c>StopLossLimit</c> becomes <c>STOP_LOSS_LIMIT</c>.</summary>
    internal static string Of(string name)
    {
        var word = new System.Text.StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && word.Length > 0)
            {
                word.Append('_');
            }

            word.Append(char.ToUpperInvariant(letter));
        }

        return word.ToString();
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingPlatform.Hosting.Json;

/// <summary>Amounts: written as a string, read from a string or a number, exactly.</summary>
public sealed class DecimalJsonConverter : JsonConverter<decimal>
{
    private const string Expected = "must be a decimal number of at most 28 digits, as a string or a number";

    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var isText = reader.TokenType == JsonTokenType.String;
        if (!isText && reader.TokenType != JsonTokenType.Number)
        {
            throw new FieldFormatException(Expected);
        }

        // No honest amount is escaped, so a text with escapes is not unescaped but refused: it has a backslash in it.
        var text = reader.HasValueSequence ? [] : reader.ValueSpan;
        return WireDecimal.TryParse(text, out var value) ? value : throw new FieldFormatException(Expected);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[WireDecimal.MaxLength];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}

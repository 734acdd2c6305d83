using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingPlatform.Hosting.Json;

/// <summary>Times: ISO-8601 in UTC with milliseconds, <c>2026-01-08T10:30:00.000Z</c>.</summary>
/// <remarks>A request may name another offset, or more or fewer digits; a time without an offset is refused.</remarks>
public sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>The format of every time that leaves.</summary>
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const string Expected = "must be an ISO-8601 time with an offset, such as 2026-01-08T10:30:00.000Z";
    private const int MaxLength = 40;

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // The framework reads a time without an offset as local time, which would move it by the machine's zone.
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= MaxLength
            && HasOffset(reader.ValueSpan) && reader.TryGetDateTimeOffset(out var value))
        {
            return value.ToUniversalTime();
        }

        throw new FieldFormatException(Expected);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[MaxLength];
        value.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    private static bool HasOffset(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'T') is var time and > 0 && text[time..].IndexOfAny("Z+-"u8) > 0;
}

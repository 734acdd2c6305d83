using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TradingPlatform.Exchanges.Http;

/// <summary>
/// Reads an exchange's JSON token by token: numbers exactly as they are written, and as text or number alike, since
/// exchanges send both (ids above 2^53, prices with trailing zeros).
/// </summary>
internal static class WireJson
{
    /// <summary>The value as text; null for null. Skips what is an object or array and answers null.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return Encoding.ASCII.GetString(reader.ValueSpan);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                return null;
            default:
                return null;
        }
    }

    /// <summary>The value as an exact number; null where it is null, empty or absent.</summary>
    /// <exception cref="FormatException">It is text that is no number.</exception>
    public static decimal? Decimal(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueSpan.IsEmpty)
        {
            reader.Skip();
            return null;
        }

        return decimal.Parse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The value as a whole number; null where it is null, empty or absent.</summary>
    /// <exception cref="FormatException">It is text that is no whole number.</exception>
    public static long? Int64(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueSpan.IsEmpty)
        {
            reader.Skip();
            return null;
        }

        return long.Parse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>The value as yes or no; null where it is neither.</summary>
    public static bool? Boolean(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.String when reader.ValueTextEquals("true"u8):
                return true;
            case JsonTokenType.String when reader.ValueTextEquals("false"u8):
                return false;
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Moves to the next member of the object that the reader stands in; false at the object's end.</summary>
    public static bool NextMember(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new JsonException("The object ends too early.");
        }

        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Moves to the next element of the array that the reader stands in; false at the array's end.</summary>
    public static bool NextElement(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new JsonException("The array ends too early.");
        }

        return reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Requires that the reader stands at the start of an object or an array.</summary>
    public static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (reader.TokenType != token)
        {
            throw new JsonException("The answer has another shape.");
        }
    }

    /// <summary>Opens a whole body at its first token, which must be <paramref name="first"/>.</summary>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> body, JsonTokenType first)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        Expect(ref reader, first);
        return reader;
    }

    /// <summary>Requires that the body ends here: a truncated or doubled answer is no answer.</summary>
    public static void Close(ref Utf8JsonReader reader)
    {
        if (reader.Read())
        {
            throw new JsonException("The answer goes on after its end.");
        }
    }
}

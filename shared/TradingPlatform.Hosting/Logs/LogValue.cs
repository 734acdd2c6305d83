using System.Globalization;
using System.Text.Json;

namespace TradingPlatform.Hosting.Logs;

/// <summary>Writes one value of a log entry.</summary>
internal static class LogValue
{
    // A line is cut rather than refused by the log service; what matters stands at a value's beginning.
    private const int MaxLength = 2048;

    internal static string? Shorten(string? text) => text is { Length: > MaxLength } ? text[..MaxLength] + "…" : text;

    internal static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case string text:
                writer.WriteStringValue(Shorten(text));
                break;
            // Decimals too: as text they stay exact. A secret's own text is a mask.
            case IFormattable formattable:
                writer.WriteStringValue(Shorten(formattable.ToString(null, CultureInfo.InvariantCulture)));
                break;
            default:
                writer.WriteStringValue(Shorten(value.ToString()));
                break;
        }
    }
}

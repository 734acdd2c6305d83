using System.Globalization;
using System.Text.Json;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>Writes amounts as Binance does: strings with eight decimals.</summary>
internal static class JsonAmounts
{
    public static void WriteAmount(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal amount)
    {
        Span<byte> text = stackalloc byte[48];
        amount.TryFormat(text, out var length, "F8", CultureInfo.InvariantCulture);
        writer.WriteString(name, text[..length]);
    }

    public static void WriteAmountValue(this Utf8JsonWriter writer, decimal amount)
    {
        Span<byte> text = stackalloc byte[48];
        amount.TryFormat(text, out var length, "F8", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>A share in percent, with three decimals.</summary>
    public static void WritePercent(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal percent) =>
        writer.WriteString(name, percent.ToString("F3", CultureInfo.InvariantCulture));
}

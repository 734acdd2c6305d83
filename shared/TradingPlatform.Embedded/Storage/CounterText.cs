using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>
/// Counters as SQLite keeps them: one JSON object of exact decimals. SQLite's own numbers are binary and would round.
/// </summary>
internal static class CounterText
{
    /// <summary>Writes the counters as UTF-8 JSON.</summary>
    public static ReadOnlySpan<byte> Write(ImmutableSortedDictionary<string, decimal> counters)
    {
        var text = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            foreach (var (name, value) in counters)
            {
                json.WriteNumber(name, value);
            }

            json.WriteEndObject();
        }

        return text.WrittenSpan;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ImmutableSortedDictionary<string, decimal> Read(ReadOnlySpan<byte> text)
    {
        var counters = Item.NoCounters.ToBuilder();
        var json = new Utf8JsonReader(text);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            counters[name] = json.GetDecimal();
        }

        return counters.ToImmutable();
    }

    /// <summary>The sum, exactly.</summary>
    /// <exception cref="OverflowException">A decimal cannot hold the sum without rounding it.</exception>
    public static decimal Add(decimal stored, decimal delta)
    {
        // The runtime drops decimal places that do not fit, and says nothing.
        var (left, right) = (Shortest(stored), Shortest(delta));
        var sum = left + right;
        return sum.Scale == Math.Max(left.Scale, right.Scale)
            ? Shortest(sum)
            : throw new OverflowException("The sum of a counter needs more digits than a decimal has.");
    }

    // Division by a one of 28 places leaves the fewest places that hold the value.
    private static decimal Shortest(decimal value) => value / 1.0000000000000000000000000000m;
}

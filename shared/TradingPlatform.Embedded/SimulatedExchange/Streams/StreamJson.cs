using System.Buffers;
using System.Text.Json;

namespace TradingPlatform.Embedded.SimulatedExchange.Streams;

/// <summary>Makes one message.</summary>
internal static class StreamJson
{
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Wraps a message with its stream's name.</summary>
    public static byte[] Combine(string stream, byte[] data) => Write(writer =>
    {
        writer.WriteString("stream"u8, stream);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(data, skipInputValidation: true);
    });

    /// <summary>Repeats the id that a client gave its request, whatever it is.</summary>
    public static void WriteId(Utf8JsonWriter writer, JsonElement? id)
    {
        writer.WritePropertyName("id"u8);
        if (id is { } given)
        {
            given.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

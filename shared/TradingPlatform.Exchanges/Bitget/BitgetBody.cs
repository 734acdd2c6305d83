using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Writes JSON as it is signed and sent.</summary>
internal static class BitgetBody
{
    // Base64 and ids go out as they are; no answer of ours stands in a page.
    private static readonly JsonWriterOptions AsWritten =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object with the members that <paramref name="members"/> writes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, AsWritten))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>One object of texts.</summary>
    public static byte[] Write(IEnumerable<(string Name, string Value)> members) => Write(json =>
    {
        foreach (var (name, value) in members)
        {
            json.WriteString(name, value);
        }
    });
}

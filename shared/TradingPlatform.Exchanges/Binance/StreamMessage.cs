using System.Text.Json;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>A message of a combined stream: <c>{"stream":"btcusdt@depth","data":{…}}</c>.</summary>
internal static class StreamMessage
{
    /// <summary>The stream's name and its event, as they stand in the message; false for any other message.</summary>
    public static bool TrySplit(
        ReadOnlySpan<byte> message, out ReadOnlySpan<byte> stream, out ReadOnlySpan<byte> data)
    {
        stream = data = default;
        var reader = WireJson.Open(message, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var isStream = reader.ValueTextEquals("stream"u8);
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            if (isStream && reader.TokenType == JsonTokenType.String)
            {
                stream = reader.ValueSpan;
            }
            else if (isData && stream.Length > 0)
            {
                // The name has come first, as it does: the event is the rest, up to the closing brace.
                var rest = message[(int)reader.TokenStartIndex..];
                data = rest[..(rest.LastIndexOf((byte)'}') is > 0 and var end ? end : 0)];
                return data.Length > 0;
            }
            else if (isData)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                data = message[start..(int)reader.BytesConsumed];
            }
            else
            {
                reader.Skip();
            }
        }

        return stream.Length > 0 && data.Length > 0;
    }
}

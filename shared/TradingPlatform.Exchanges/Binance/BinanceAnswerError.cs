using System.Text.Json;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>The body of a refusal: <c>{"code":-1121,"msg":"Invalid symbol."}</c>.</summary>
/// <param name="Code">Null where the body holds none, or is none of Binance's at all.</param>
/// <param name="Message">Its words; empty where there are none.</param>
internal readonly record struct BinanceAnswerError(int? Code, string Message)
{
    /// <summary>Reads the body, whatever it is: HTML and cut-off JSON have no code.</summary>
    public static BinanceAnswerError Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = WireJson.Open(body, JsonTokenType.StartObject);
            var error = ReadObject(ref reader);
            WireJson.Close(ref reader);
            return error;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or OverflowException
            or InvalidOperationException)
        {
            return new BinanceAnswerError(null, "");
        }
    }

    /// <summary>Reads the object that the reader stands at.</summary>
    public static BinanceAnswerError ReadObject(ref Utf8JsonReader reader)
    {
        int? code = null;
        var message = "";
        while (WireJson.NextMember(ref reader))
        {
            var isCode = reader.ValueTextEquals("code"u8);
            var isMessage = reader.ValueTextEquals("msg"u8);
            reader.Read();
            if (isCode)
            {
                code = (int?)WireJson.Int64(ref reader);
            }
            else if (isMessage)
            {
                message = WireJson.Text(ref reader) ?? "";
            }
            else
            {
                reader.Skip();
            }
        }

        return new BinanceAnswerError(code, message);
    }
}

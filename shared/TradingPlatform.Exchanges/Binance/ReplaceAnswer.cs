using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// The answer to <c>order/cancelReplace</c>: how each half ended. A refusal (409, 400) carries it under <c>data</c>.
/// </summary>
internal sealed class ReplaceAnswer
{
    private OrderFields? _cancelled;
    private OrderFields? _placed;
    private BinanceAnswerError _cancelError;
    private BinanceAnswerError _placeError;
    private string? _cancelResult;
    private string? _placeResult;

    /// <summary>True where the answer says how both halves ended.</summary>
    public bool IsComplete => _cancelResult is not null && _placeResult is not null;

    public static ReplaceAnswer Read(ReadOnlySpan<byte> body)
    {
        var answer = new ReplaceAnswer();
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        answer.ReadObject(ref reader);
        WireJson.Close(ref reader);
        return answer;
    }

    /// <summary>What it says, in the platform's words.</summary>
    public Replacement Report(Symbol symbol, TimeSpan? retryAfter) => (_cancelResult, _placeResult) switch
    {
        ("SUCCESS", "SUCCESS") when _cancelled is { } cancelled && _placed is { } placed =>
            new Replacement.Done(cancelled.Report(symbol), placed.Report(symbol)),
        ("SUCCESS", "FAILURE") when BinanceErrors.Proof(400, _placeError) == PlacementProof.NotPlaced =>
            new Replacement.OnlyCancelled(
                _cancelled?.Report(symbol), BinanceErrors.Map(400, _placeError, retryAfter)),
        // The cancel failed for a reason that the engine or the checks before it gave, so nothing was placed.
        ("FAILURE", "NOT_ATTEMPTED") when IsDefinite(_cancelError) =>
            new Replacement.NotCancelled(BinanceErrors.Map(400, _cancelError, retryAfter)),
        _ => new Replacement.Unknown(
            $"cancel {_cancelResult} {_cancelError.Code}, placing {_placeResult} {_placeError.Code}"),
    };

    private static bool IsDefinite(BinanceAnswerError error) =>
        error.Code is -2011 or -2013 || BinanceErrors.Proof(400, error) == PlacementProof.NotPlaced;

    private void ReadObject(ref Utf8JsonReader reader)
    {
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "cancelResult": _cancelResult = WireJson.Text(ref reader); break;
                case "newOrderResult": _placeResult = WireJson.Text(ref reader); break;
                case "cancelResponse": ReadHalf(ref reader, ref _cancelled, ref _cancelError); break;
                case "newOrderResponse": ReadHalf(ref reader, ref _placed, ref _placeError); break;
                case "data" when reader.TokenType == JsonTokenType.StartObject: ReadObject(ref reader); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static void ReadHalf(ref Utf8JsonReader reader, ref OrderFields? order, ref BinanceAnswerError error)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var again = reader;
        var fields = OrderFields.Read(ref reader);
        if (fields.OrderId is not null)
        {
            order = fields;
        }
        else
        {
            error = BinanceAnswerError.ReadObject(ref again);
        }
    }
}

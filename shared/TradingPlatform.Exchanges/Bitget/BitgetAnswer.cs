using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Turns the <c>data</c> of an answer into what it says.</summary>
internal delegate T DataParser<out T>(JsonElement data);

/// <summary>Reads answers: one that went well holds its content in <c>data</c>, in one of several wrappings.</summary>
internal static class BitgetAnswer
{
    private static readonly string[] ListNames =
        ["orderList", "entrustedList", "fillList", "fills", "list", "resultList"];

    /// <summary>True where the call went well: the HTTP status alone does not say so.</summary>
    public static bool IsSuccess(WireAnswer answer) =>
        answer.IsSuccess && BitgetVerdict.Read(answer.Body).Code == BitgetVerdict.Success;

    /// <summary>What a refusal says.</summary>
    public static ExchangeError Error(WireAnswer answer) =>
        BitgetErrors.Map(answer.Status, BitgetVerdict.Read(answer.Body), answer.RetryAfter);

    /// <summary>What a call that went well says.</summary>
    /// <exception cref="ExchangeException">It is a refusal, or cannot be read.</exception>
    public static T Parse<T>(WireAnswer answer, DataParser<T> parse) => IsSuccess(answer)
        ? WireBody.Parse(answer, body => parse(Data(body)))
        : throw new ExchangeException(Error(answer));

    /// <summary>The content of a body that is known to be a success.</summary>
    /// <exception cref="JsonException">It has none.</exception>
    public static JsonElement Data(ReadOnlySpan<byte> body) =>
        WireFields.Open(body, JsonValueKind.Object).TryGetProperty("data", out var data)
            ? data
            : throw new JsonException("The answer has no data.");

    /// <summary>The rows of a list, whichever wrapping it has; none where it is null, as an empty one may be.</summary>
    /// <exception cref="JsonException">It is no list.</exception>
    public static IEnumerable<JsonElement> Rows(JsonElement data)
    {
        if (data.ValueKind == JsonValueKind.Array)
        {
            return data.EnumerateArray();
        }

        if (data.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return [];
        }

        foreach (var name in ListNames)
        {
            if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var list))
            {
                return list.ValueKind switch
                {
                    JsonValueKind.Array => list.EnumerateArray(),
                    JsonValueKind.Null => [],
                    _ => throw new JsonException("The answer has another shape."),
                };
            }
        }

        return data.Text("orderId") is not null || data.Text("tradeId") is not null
            ? [data]
            : throw new JsonException("The answer has another shape.");
    }

    /// <summary>The first item of a batch that failed, although the call went well; null where none did.</summary>
    public static ExchangeError? FirstFailure(JsonElement data)
    {
        foreach (var failed in data.ValueKind == JsonValueKind.Object ? data.List("failureList") : [])
        {
            return BitgetErrors.Map(
                400, new BitgetVerdict(failed.Text("errorCode"), failed.Text("errorMsg") ?? ""), null);
        }

        return null;
    }
}

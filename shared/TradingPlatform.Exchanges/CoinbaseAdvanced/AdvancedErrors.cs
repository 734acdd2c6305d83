using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>What a refusal of Advanced Trade names: its most telling code, and its words.</summary>
/// <param name="Code">Null where the body holds none.</param>
/// <param name="Message">Empty where there is none.</param>
internal readonly record struct AdvancedRefusal(string? Code, string Message)
{
    private const string NewOrder = "new_order_failure_reason";
    private const string Preview = "preview_failure_reason";

    /// <summary>Reads a body, whatever it is: HTML and cut-off JSON have no code.</summary>
    public static AdvancedRefusal Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return Of(WireFields.Open(body, JsonValueKind.Object));
        }
        catch (JsonException)
        {
            return new AdvancedRefusal(null, "");
        }
    }

    /// <summary>Reads an answer's object, or the <c>error_response</c> within it.</summary>
    public static AdvancedRefusal Of(JsonElement json)
    {
        var inner = json.Member("error_response") ?? json;
        if (inner.Member("errors") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0)
        {
            inner = list[0];
        }

        // The general code says UNKNOWN_… where a finer one beside it says what it was.
        string?[] codes =
        [
            inner.Text(NewOrder), inner.Text(Preview), inner.Text("error"), inner.Text("failure_reason"),
            inner.Text("edit_failure_reason"), inner.Text("id"), inner.Text("code"),
        ];
        var message = inner.Text("error_details") ?? inner.Text("message") ?? inner.Text("error_description") ?? "";
        return new AdvancedRefusal(
            codes.FirstOrDefault(code => code is not null && !IsVague(code))
                ?? codes.FirstOrDefault(code => code is not null),
            message);
    }

    private static bool IsVague(string code) => code.StartsWith("UNKNOWN_", StringComparison.Ordinal)
        && code.EndsWith("_REASON", StringComparison.Ordinal);
}

/// <summary>
/// The one table of Advanced Trade's refusals: the reasons of its create-order and cancel references, under an ordinary
/// answer with <c>success: false</c>, and the codes of its gateway.
/// </summary>
internal static class AdvancedErrors
{
    private const int LongestMessage = 300;

    /// <summary>What an answer says that refuses.</summary>
    public static ExchangeError Of(WireAnswer answer) =>
        Map(answer.Status, AdvancedRefusal.Read(answer.Body), answer.RetryAfter);

    /// <summary>The same, of its parts.</summary>
    public static ExchangeError Map(int status, AdvancedRefusal refusal, TimeSpan? retryAfter)
    {
        var code = refusal.Code ?? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}");
        var message = refusal.Message.Length <= LongestMessage
            ? refusal.Message
            : refusal.Message[..LongestMessage];
        return new ExchangeError(Kind(status, refusal), code, message, retryAfter);
    }

    /// <summary>
    /// Whether a refused order is proven not to be on the book: the exchange itself names a reason that we know, or its
    /// gateway let nothing through. A reason that is new to us proves nothing.
    /// </summary>
    public static bool ProvesAbsence(int status, AdvancedRefusal refusal) => status switch
    {
        401 or 403 or 418 or 429 => true,
        200 or 400 or 404 or 422 => refusal.Code is { } code
            && AdvancedReasons.Kind(code) is not (null or ExchangeErrorKind.Unavailable
                or ExchangeErrorKind.DuplicateOrder),
        _ => false,
    };

    /// <summary>An order with its id is there already.</summary>
    public static bool IsDuplicate(AdvancedRefusal refusal) =>
        refusal.Code is { } code && AdvancedReasons.Kind(code) == ExchangeErrorKind.DuplicateOrder;

    private static ExchangeErrorKind Kind(int status, AdvancedRefusal refusal) => status switch
    {
        418 => ExchangeErrorKind.Banned,
        429 => ExchangeErrorKind.RateLimited,
        >= 500 => ExchangeErrorKind.Unavailable,
        _ => ByWords(refusal.Message)
            ?? (refusal.Code is { } code ? AdvancedReasons.Kind(code) ?? ByStatus(status, known: true)
                : ByStatus(status, known: false)),
    };

    private static ExchangeErrorKind ByStatus(int status, bool known) => status switch
    {
        401 => ExchangeErrorKind.CredentialsInvalid,
        _ => known ? ExchangeErrorKind.Other : ExchangeErrorKind.Unavailable,
    };

    private static ExchangeErrorKind? ByWords(string message) => message switch
    {
        _ when Says(message, "insufficient balance") => ExchangeErrorKind.InsufficientBalance,
        _ when Says(message, "orderID was not found") => ExchangeErrorKind.OrderNotFound,
        _ when Says(message, "timestamp expired") => ExchangeErrorKind.ClockSkew,
        _ => null,
    };

    private static bool Says(string message, string words) =>
        message.Contains(words, StringComparison.OrdinalIgnoreCase);
}

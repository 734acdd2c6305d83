using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>
/// The one table of the Exchange API's refusals: <c>{"message":"Insufficient funds"}</c> under an HTTP status. It has
/// no codes; the words are the code.
/// </summary>
internal static class ExchangeApiErrors
{
    private const int LongestMessage = 300;
    private const int LongestCode = 64;

    private static readonly (string Words, ExchangeErrorKind Kind)[] Table =
    [
        ("insufficient funds", ExchangeErrorKind.InsufficientBalance),
        ("insufficient balance", ExchangeErrorKind.InsufficientBalance),
        ("timestamp expired", ExchangeErrorKind.ClockSkew),
        ("invalid timestamp", ExchangeErrorKind.ClockSkew),
        ("invalid api key", ExchangeErrorKind.CredentialsInvalid),
        ("invalid passphrase", ExchangeErrorKind.CredentialsInvalid),
        ("invalid signature", ExchangeErrorKind.CredentialsInvalid),
        ("ip does not match", ExchangeErrorKind.CredentialsInvalid),
        ("unauthorized", ExchangeErrorKind.CredentialsInvalid),
        ("forbidden", ExchangeErrorKind.CredentialsInvalid),
        ("insufficient permission", ExchangeErrorKind.CredentialsInvalid),
        ("trading pair not available", ExchangeErrorKind.CredentialsInvalid),
        ("rate limit", ExchangeErrorKind.RateLimited),
        ("too many", ExchangeErrorKind.RateLimited),
        ("order already done", ExchangeErrorKind.OrderNotFound),
        ("order not found", ExchangeErrorKind.OrderNotFound),
        ("notfound", ExchangeErrorKind.OrderNotFound),
        ("post only mode", ExchangeErrorKind.MarketClosed),
        ("limit only mode", ExchangeErrorKind.MarketClosed),
        ("cancel only mode", ExchangeErrorKind.MarketClosed),
        ("under maintenance", ExchangeErrorKind.MarketClosed),
        ("trading disabled", ExchangeErrorKind.MarketClosed),
        ("trading is disabled", ExchangeErrorKind.MarketClosed),
        ("market orders disabled", ExchangeErrorKind.MarketClosed),
        ("auction mode", ExchangeErrorKind.MarketClosed),
        ("post only", ExchangeErrorKind.WouldTake),
        ("post_only", ExchangeErrorKind.WouldTake),
        ("would be immediately matched", ExchangeErrorKind.WouldTake),
        ("too small", ExchangeErrorKind.InstrumentRule),
        ("too large", ExchangeErrorKind.InstrumentRule),
        ("too precise", ExchangeErrorKind.InstrumentRule),
        ("too accurate", ExchangeErrorKind.InstrumentRule),
        ("minimum size", ExchangeErrorKind.InstrumentRule),
        ("maximum size", ExchangeErrorKind.InstrumentRule),
        ("price protection", ExchangeErrorKind.InstrumentRule),
        ("route not found", ExchangeErrorKind.InvalidRequest),
        ("product not found", ExchangeErrorKind.InvalidRequest),
        ("invalid order id", ExchangeErrorKind.InvalidRequest),
        ("internal server error", ExchangeErrorKind.Unavailable),
        ("service unavailable", ExchangeErrorKind.Unavailable),
        ("invalid", ExchangeErrorKind.InvalidRequest),
        ("required", ExchangeErrorKind.InvalidRequest),
        ("must be", ExchangeErrorKind.InvalidRequest),
        ("not allowed", ExchangeErrorKind.InvalidRequest),
    ];

    /// <summary>What a refusal says, in the platform's words.</summary>
    public static ExchangeError Of(WireAnswer answer) => Map(answer.Status, Message(answer.Body), answer.RetryAfter);

    /// <summary>The same, of its parts.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">The exchange's words; null where the body holds none.</param>
    /// <param name="retryAfter">As it asked.</param>
    public static ExchangeError Map(int status, string? message, TimeSpan? retryAfter)
    {
        var code = message is null
            ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}")
            : message.Length <= LongestCode ? message : message[..LongestCode];
        var words = message is null || message.Length <= LongestMessage ? message ?? "" : message[..LongestMessage];
        return new ExchangeError(Kind(status, message), code, words, retryAfter);
    }

    /// <summary>
    /// Whether a refused order is proven not to be on the book: only where the exchange itself has answered, and not
    /// where it failed while it was at it.
    /// </summary>
    public static bool ProvesAbsence(int status, string? message) => status switch
    {
        401 or 403 or 418 or 429 => true,
        400 or 404 or 422 => message is not null,
        _ => false,
    };

    /// <summary>The words of a body; null where it is none of the exchange's.</summary>
    public static string? Message(ReadOnlySpan<byte> body)
    {
        try
        {
            return WireFields.Open(body, JsonValueKind.Object).Text("message");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What words mean by themselves; null for words that are new to us.</summary>
    public static ExchangeErrorKind? KindOf(string message)
    {
        foreach (var (words, kind) in Table)
        {
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return null;
    }

    private static ExchangeErrorKind Kind(int status, string? message) => status switch
    {
        418 => ExchangeErrorKind.Banned,
        429 => ExchangeErrorKind.RateLimited,
        >= 500 => ExchangeErrorKind.Unavailable,
        _ when message is not null => KindOf(message) ?? (status switch
        {
            401 => ExchangeErrorKind.CredentialsInvalid,
            404 => ExchangeErrorKind.OrderNotFound,
            _ => ExchangeErrorKind.Other,
        }),
        401 => ExchangeErrorKind.CredentialsInvalid,
        _ => ExchangeErrorKind.Unavailable,
    };
}

using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>The head of any answer: <c>{"code":"00000","msg":"success","requestTime":…,"data":…}</c>.</summary>
/// <param name="Code">Null where the body holds none, or is none of Bitget's at all.</param>
/// <param name="Message">Its words; empty where there are none.</param>
internal readonly record struct BitgetVerdict(string? Code, string Message)
{
    /// <summary>What a call that went well says.</summary>
    public const string Success = "00000";

    /// <summary>Reads the body, whatever it is: HTML and cut-off JSON have no code.</summary>
    public static BitgetVerdict Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return Read(WireFields.Open(body, JsonValueKind.Object));
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException)
        {
            return new BitgetVerdict(null, "");
        }
    }

    /// <summary>Reads the object. The gateways in front of the exchange name the members differently.</summary>
    public static BitgetVerdict Read(JsonElement json) => new(
        json.Text("code") ?? json.Text("err_code"),
        json.Text("msg") ?? json.Text("message") ?? json.Text("err_msg") ?? "");
}

/// <summary>What an answer proves about a submitted order.</summary>
internal enum BitgetProof
{
    /// <summary>Nothing: it may or may not be on the book.</summary>
    None = 1,

    /// <summary>It is certainly not on the book.</summary>
    NotPlaced = 2,

    /// <summary>An order with its id is open already.</summary>
    AlreadyOpen = 3,
}

/// <summary>What refusals mean. The codes stand in <see cref="BitgetErrorCodes"/>.</summary>
internal static class BitgetErrors
{
    private const int LongestMessage = 300;

    /// <summary>What a refusal says, in the platform's words.</summary>
    public static ExchangeError Map(int status, BitgetVerdict verdict, TimeSpan? retryAfter)
    {
        var code = verdict.Code ?? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}");
        var words = verdict.Message.Length <= LongestMessage ? verdict.Message : verdict.Message[..LongestMessage];
        return new ExchangeError(Kind(status, verdict), code, words, retryAfter);
    }

    /// <summary>
    /// Whether a refused order is proven not to be on the book. A code that is new to us proves nothing, and neither
    /// do those that say 'timed out' or 'unknown' (FACTS.md E4).
    /// </summary>
    public static BitgetProof Proof(int status, BitgetVerdict verdict) => (status, verdict.Code) switch
    {
        ( >= 500, _) => BitgetProof.None,
        (403 or 418 or 429, _) => BitgetProof.NotPlaced,
        (_, null or BitgetVerdict.Success) => BitgetProof.None,
        // 'The parameters do not check out', which it also says of an id that exists (FACTS.md E4).
        (_, "40708") => BitgetProof.AlreadyOpen,
        _ => Kind(status, verdict) switch
        {
            ExchangeErrorKind.DuplicateOrder => BitgetProof.AlreadyOpen,
            ExchangeErrorKind.InsufficientBalance or ExchangeErrorKind.CredentialsInvalid
                or ExchangeErrorKind.InstrumentRule or ExchangeErrorKind.InvalidRequest
                or ExchangeErrorKind.RateLimited or ExchangeErrorKind.Banned or ExchangeErrorKind.ClockSkew
                or ExchangeErrorKind.MarketClosed or ExchangeErrorKind.WouldTake => BitgetProof.NotPlaced,
            _ => BitgetProof.None,
        },
    };

    /// <summary>
    /// The kind of a refusal; by its code, by its words, and by its HTTP status where it has neither.
    /// </summary>
    public static ExchangeErrorKind Kind(int status, BitgetVerdict verdict) => status switch
    {
        418 => ExchangeErrorKind.Banned,
        429 => ExchangeErrorKind.RateLimited,
        _ => (verdict.Code is { } code ? BitgetErrorCodes.Kind(code) : null)
            ?? KindOfWords(verdict.Message)
            ?? (verdict.Code is null ? KindOfStatus(status) : ExchangeErrorKind.Other),
    };

    /// <summary>The older gateways' refusals have one code for many meanings and differ by their words.</summary>
    private static ExchangeErrorKind? KindOfWords(string words) => words switch
    {
        _ when Says(words, "balance is low") || Says(words, "insufficient balance")
            => ExchangeErrorKind.InsufficientBalance,
        _ when Says(words, "illegal sign") || Says(words, "signature not valid") || Says(words, "illegal accesskey")
            || Says(words, "accesskey not null") || Says(words, "user forbid") || Says(words, "ban coin")
            => ExchangeErrorKind.CredentialsInvalid,
        _ when Says(words, "invalid sign") || Says(words, "sign not null") || Says(words, "permissions not right")
            || Says(words, "user locked") || Says(words, "prohibited cash") => ExchangeErrorKind.CredentialsInvalid,
        _ when Says(words, "too much difference from server time") => ExchangeErrorKind.ClockSkew,
        _ when Says(words, "frequency is too high") || Says(words, "too many requests")
            => ExchangeErrorKind.RateLimited,
        _ when Says(words, "invalid size") || Says(words, "invalid amount") => ExchangeErrorKind.InstrumentRule,
        _ when Says(words, "notExist") => ExchangeErrorKind.OrderNotFound,
        _ when Says(words, "duplicate") => ExchangeErrorKind.DuplicateOrder,
        _ when Says(words, "invalid symbol") || Says(words, "base symbol error") || Says(words, "invalid currency")
            || Says(words, "invalid orderId") || Says(words, "no need price") || Says(words, "invalid start time")
            || Says(words, "order cancel fail") || Says(words, "queryorder invalid")
            || Says(words, "less than the minimum") || Says(words, "more than the maximum")
            || Says(words, "daily rate of cash") || Says(words, "limit need price") || Says(words, "invalid type")
            || Says(words, "invalid period") || Says(words, "invalid accountId") || Says(words, "invalid address")
            || Says(words, "invalid end time") => ExchangeErrorKind.InvalidRequest,
        _ when Says(words, "system exception") || Says(words, "gateway internal") || Says(words, "ring-balancer")
            => ExchangeErrorKind.Unavailable,
        _ => null,
    };

    // A 403 without a code is the firewall's, and a 451 the region's: neither is about the key.
    private static ExchangeErrorKind KindOfStatus(int status) =>
        status == 401 ? ExchangeErrorKind.CredentialsInvalid : ExchangeErrorKind.Unavailable;

    private static bool Says(string words, string what) => words.Contains(what, StringComparison.OrdinalIgnoreCase);
}

using System.Globalization;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>What an answer proves about a submitted order (FACTS.md E1, 'Errors by what they prove').</summary>
internal enum PlacementProof
{
    /// <summary>Nothing: it may or may not be on the book.</summary>
    None = 1,

    /// <summary>It is certainly not on the book.</summary>
    NotPlaced = 2,

    /// <summary>An order with its id is open already.</summary>
    AlreadyOpen = 3,
}

/// <summary>
/// The one table of Binance's error codes (errors.md of binance-spot-api-docs; wallet and margin codes beside it).
/// </summary>
internal static class BinanceErrors
{
    private const int LongestMessage = 300;

    /// <summary>What a refusal says, in the platform's words.</summary>
    public static ExchangeError Map(int status, BinanceAnswerError answer, TimeSpan? retryAfter)
    {
        var code = answer.Code is { } number
            ? number.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"HTTP {status}");
        var message = answer.Message.Length <= LongestMessage ? answer.Message : answer.Message[..LongestMessage];
        return new ExchangeError(Kind(status, answer), code, message, retryAfter);
    }

    /// <summary>Whether a refused order is proven not to be on the book.</summary>
    public static PlacementProof Proof(int status, BinanceAnswerError answer) => (status, answer.Code) switch
    {
        // Whatever the body says: the exchange calls the outcome of every 5XX unknown.
        ( < 400 or >= 500, _) => PlacementProof.None,
        (403 or 418 or 429, _) => PlacementProof.NotPlaced,
        (_, -2010) => Says(answer, "Duplicate order") ? PlacementProof.AlreadyOpen : PlacementProof.NotPlaced,
        (_, -1002 or -1003 or -1013 or -1015 or -1021 or -1022 or -2014 or -2015) => PlacementProof.NotPlaced,
        (_, <= -1100 and >= -1199) => PlacementProof.NotPlaced,
        _ => PlacementProof.None,
    };

    /// <summary>The kind of a refusal; by its code, and by its HTTP status where it has none.</summary>
    public static ExchangeErrorKind Kind(int status, BinanceAnswerError answer) => status switch
    {
        418 => ExchangeErrorKind.Banned,
        429 => ExchangeErrorKind.RateLimited,
        _ => answer.Code is { } code ? KindOf(code, answer) : KindOfStatus(status, answer),
    };

    private static ExchangeErrorKind KindOf(int code, BinanceAnswerError answer) => code switch
    {
        -1000 or -1001 or -1004 or -1006 or -1007 or -1008 or -1016 or -1032 or -1035 => ExchangeErrorKind.Unavailable,
        -1003 => Says(answer, "banned") ? ExchangeErrorKind.Banned : ExchangeErrorKind.RateLimited,
        -1015 or -1034 or -1181 or -1191 => ExchangeErrorKind.RateLimited,
        -1002 or -1005 or -1011 or -1022 or -1099 or -1109 => ExchangeErrorKind.CredentialsInvalid,
        -1125 or -2008 or -2014 or -2015 => ExchangeErrorKind.CredentialsInvalid,
        -1010 => KindOfMessage(answer) ?? ExchangeErrorKind.Unavailable,
        -2010 => KindOfMessage(answer) ?? ExchangeErrorKind.Other,
        -2011 => KindOfMessage(answer) ?? ExchangeErrorKind.OrderNotFound,
        -1013 => KindOfMessage(answer) ?? ExchangeErrorKind.InstrumentRule,
        -1021 => ExchangeErrorKind.ClockSkew,
        -1111 => ExchangeErrorKind.InstrumentRule,
        -1014 or -1020 or -1023 or (<= -1100 and >= -1299) => ExchangeErrorKind.InvalidRequest,
        -2013 or -2026 => ExchangeErrorKind.OrderNotFound,
        -2018 or -2019 => ExchangeErrorKind.InsufficientBalance,
        -2009 or -2012 or -2016 or (<= -2020 and >= -2099) => ExchangeErrorKind.InvalidRequest,
        _ => BinanceWalletErrors.Kind(code) ?? ExchangeErrorKind.Other,
    };

    /// <summary>The matching engine's refusals share three codes and differ by their words (errors.md).</summary>
    private static ExchangeErrorKind? KindOfMessage(BinanceAnswerError answer) => answer switch
    {
        _ when Says(answer, "insufficient balance") => ExchangeErrorKind.InsufficientBalance,
        _ when Says(answer, "Duplicate order") => ExchangeErrorKind.DuplicateOrder,
        _ when Says(answer, "Unknown order") => ExchangeErrorKind.OrderNotFound,
        _ when Says(answer, "Market is closed") || Says(answer, "trading phase") || Says(answer, "for this phase")
            => ExchangeErrorKind.MarketClosed,
        _ when Says(answer, "immediately match and take") => ExchangeErrorKind.WouldTake,
        _ when Says(answer, "Filter failure") || Says(answer, "QTY is zero") || Says(answer, "exceeds QTY")
            || Says(answer, "Invalid quantity") || Says(answer, "Invalid price") => ExchangeErrorKind.InstrumentRule,
        _ when Says(answer, "too many requests") => ExchangeErrorKind.RateLimited,
        _ when Says(answer, "abnormality") => ExchangeErrorKind.Unavailable,
        _ when Says(answer, "API key") || Says(answer, "have permission") => ExchangeErrorKind.CredentialsInvalid,
        _ when Says(answer, "this account") || Says(answer, "not authorized") || Says(answer, "trading is not enabled")
            => ExchangeErrorKind.CredentialsInvalid,
        _ when Says(answer, "not support") || Says(answer, "trigger immediately") || Says(answer, "order combination")
            || Says(answer, "relationship of the prices") || Says(answer, "order is invalid")
            || Says(answer, "cancel restrictions") || Says(answer, "book liquidity")
            => ExchangeErrorKind.InvalidRequest,
        _ => null,
    };

    // A 403 without a code is the firewall's, and a 451 the region's: neither is about the key.
    private static ExchangeErrorKind KindOfStatus(int status, BinanceAnswerError answer) =>
        KindOfMessage(answer)
        ?? (status == 401 ? ExchangeErrorKind.CredentialsInvalid : ExchangeErrorKind.Unavailable);

    private static bool Says(BinanceAnswerError answer, string words) =>
        answer.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}

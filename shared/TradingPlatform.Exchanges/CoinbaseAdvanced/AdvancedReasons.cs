using System.Collections.Frozen;
using TradingPlatform.Core.Exchanges;
using static TradingPlatform.Core.Exchanges.ExchangeErrorKind;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>What each reason that Advanced Trade names means.</summary>
internal static class AdvancedReasons
{
    private const string Preview = "PREVIEW_";

    private static readonly FrozenDictionary<string, ExchangeErrorKind> Kinds =
        new (ExchangeErrorKind Kind, string[] Reasons)[]
        {
            (InsufficientBalance,
                ["INSUFFICIENT_FUND", "INSUFFICIENT_FUNDS", "INSUFFICIENT_FUNDS_FOR_FUTURES",
                    "INVALID_LEDGER_BALANCE", "INVALID_NO_FUNDS", "INSUFFICIENT_CREDIT"]),
            (InstrumentRule,
                ["INVALID_SIZE_PRECISION", "INVALID_PRICE_PRECISION", "INVALID_STOP_PRICE_PRECISION",
                    "INVALID_QUOTE_SIZE_PRECISION", "INVALID_BASE_SIZE_PRECISION", "INVALID_BASE_SIZE_TOO_LARGE",
                    "INVALID_BASE_SIZE_TOO_SMALL", "INVALID_QUOTE_SIZE_TOO_LARGE", "INVALID_QUOTE_SIZE_TOO_SMALL",
                    "INVALID_PRICE_TOO_LARGE", "INVALID_PRICE_TOO_SMALL", "INVALID_LIMIT_PRICE",
                    "LIMIT_PRICE_TOO_FAR_FROM_MARKET", "BREACHED_PRICE_LIMIT", "BREACHED_POSITION_LIMIT",
                    "BREACHED_COMPANY_POSITION_LIMIT", "BELOW_MIN_SIZE_FOR_DURATION", "MAX_NUMBER_OF_OPEN_ORDERS",
                    "MIN_SIZE_NOT_MET", "EXCEEDED_MAX_ORDER_SIZE", "EXCEEDED_QUOTE_LIMIT"]),
            (WouldTake, ["INVALID_LIMIT_PRICE_POST_ONLY", "POST_ONLY_WOULD_TAKE"]),
            (MarketClosed,
                ["ORDER_ENTRY_DISABLED", "INVALID_NO_LIQUIDITY", "UNTRADABLE_PRODUCT", "FOK_DISABLED",
                    "MISSING_MARKET_TRADE_DATA", "INVALID_FCM_TRADING_SESSION", "MARKET_CLOSED",
                    "FUTURES_AFTER_HOUR_INVALID_ORDER_TYPE", "MAINTENANCE"]),
            (CredentialsInvalid,
                ["INELIGIBLE_PAIR", "GEOFENCING_RESTRICTION", "INVALID_RETAIL_PORTFOLIO_ID", "PERMISSION_DENIED",
                    "UNAUTHENTICATED", "UNAUTHORIZED", "authentication_error", "invalid_authentication_method",
                    "invalid_scope", "invalid_token", "expired_token", "revoked_token", "two_factor_required",
                    "unverified_email", "jumio_verification_required", "jumio_face_match_verification_required",
                    "personal_details_required", "identity_verification_required"]),
            (RateLimited, ["resource_exhausted", "RESOURCE_EXHAUSTED", "rate_limit_exceeded"]),
            (DuplicateOrder, ["DUPLICATE_CLIENT_ORDER_ID"]),
            (OrderNotFound,
                ["UNKNOWN_CANCEL_ORDER", "ORDER_NOT_FOUND", "NOT_FOUND", "not_found", "DUPLICATE_CANCEL_REQUEST",
                    "ORDER_IS_FULLY_FILLED", "ORDER_IS_CANCELLED"]),
            (InvalidRequest,
                ["UNSUPPORTED_ORDER_CONFIGURATION", "INVALID_SIDE", "INVALID_PRODUCT_ID", "INVALID_REQUEST",
                    "INVALID_ARGUMENT", "FAILED_PRECONDITION", "COMMANDER_REJECTED_NEW_ORDER",
                    "COMMANDER_REJECTED_CANCEL_ORDER", "INVALID_CANCEL_REQUEST", "INVALID_CANCEL_PRODUCT_ID",
                    "INVALID_CANCEL_FCM_TRADING_SESSION", "NOT_ALLOWED_TO_CANCEL", "IN_LIQUIDATION",
                    "INVALID_MARGIN_TYPE", "INVALID_LEVERAGE", "STOP_PRICE_ABOVE_LIMIT_PRICE",
                    "STOP_PRICE_BELOW_LIMIT_PRICE", "STOP_PRICE_ABOVE_LAST_TRADE_PRICE",
                    "STOP_PRICE_BELOW_LAST_TRADE_PRICE", "INVALID_STOP_PRICE", "INVALID_ORDER_CONFIG",
                    "INVALID_ORDER_TYPE", "INVALID_ORDER_TYPE_FOR_STOP_ORDERS", "FOK_ONLY_ALLOWED_ON_LIMIT_ORDERS",
                    "POST_ONLY_NOT_ALLOWED_WITH_FOK", "INVALID_COMMISSION", "INVALID_END_TIME",
                    "END_TIME_TOO_FAR_IN_FUTURE", "INVALID_USER_ID", "invalid_request", "param_required",
                    "validation_error", "missing_request", "invalid_parameter", "INVALID_BRACKET_PRICES",
                    "INVALID_BRACKET_LIMIT_PRICE", "INVALID_BRACKET_STOP_TRIGGER_PRICE",
                    "BRACKET_LIMIT_PRICE_OUT_OF_BOUNDS", "STOP_TRIGGER_PRICE_OUT_OF_BOUNDS",
                    "BRACKET_ORDER_NOT_SUPPORTED", "QUOTE_SIZE_NOT_ALLOWED_FOR_BRACKET", "OPEN_BRACKET_ORDERS",
                    "UBO_HIGH_LEVERAGE_QUANTITY_BREACHED", "INVALID_ATTACHED_TAKE_PROFIT_PRICE",
                    "INVALID_ATTACHED_STOP_LOSS_PRICE", "INVALID_COST_BASIS_AMOUNT"]),
            (Unavailable, ["internal_server_error", "INTERNAL", "UNAVAILABLE", "DEADLINE_EXCEEDED", "ABORTED"]),
        }
        .SelectMany(row => row.Reasons.Select(reason => KeyValuePair.Create(reason, row.Kind)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null for a reason that is new to us.</summary>
    public static ExchangeErrorKind? Kind(string reason)
    {
        var bare = reason.StartsWith(Preview, StringComparison.Ordinal) ? reason[Preview.Length..] : reason;
        return Kinds.TryGetValue(bare, out var kind) ? kind : null;
    }
}

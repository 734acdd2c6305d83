namespace TradingPlatform.Core.Exchanges;

/// <summary>
/// The one taxonomy of what goes wrong at an exchange; the same situation has the same kind everywhere.
/// </summary>
public enum ExchangeErrorKind
{
    /// <summary>A code that the adapter does not know. Kept as it came.</summary>
    Other = 1,

    /// <summary>Too little free balance.</summary>
    InsufficientBalance = 2,

    /// <summary>The key, its signature or its permissions are not accepted.</summary>
    CredentialsInvalid = 3,

    /// <summary>Price or quantity breaks a filter, so the rules we hold may be old.</summary>
    InstrumentRule = 4,

    /// <summary>The request itself is malformed or names something that is not there.</summary>
    InvalidRequest = 5,

    /// <summary>Too many requests or orders; nothing may be sent until it says otherwise.</summary>
    RateLimited = 6,

    /// <summary>The address is banned for a while.</summary>
    Banned = 7,

    /// <summary>The request's time lies outside of the exchange's window.</summary>
    ClockSkew = 8,

    /// <summary>No such order.</summary>
    OrderNotFound = 9,

    /// <summary>An order with this client order id is open already.</summary>
    DuplicateOrder = 10,

    /// <summary>The market takes no orders now.</summary>
    MarketClosed = 11,

    /// <summary>Down, overloaded or not to be reached; or its answer could not be read.</summary>
    Unavailable = 12,

    /// <summary>A post-only order would have taken.</summary>
    WouldTake = 13,
}

/// <summary>What an exchange said when it refused.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Code">Its own code, as text: <c>-2010</c>. <c>HTTP 503</c> and the like where it gave none.</param>
/// <param name="Message">Its own words, at most 300 characters, for a person. Never holds a key or a signature.</param>
/// <param name="RetryAfter">How long nothing may be sent; null where it did not say.</param>
public sealed record ExchangeError(
    ExchangeErrorKind Kind, string Code, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>It is about the moment and not about what was asked: later the same may be taken.</summary>
    public bool IsOfTheMoment => Kind is ExchangeErrorKind.RateLimited or ExchangeErrorKind.Banned
        or ExchangeErrorKind.ClockSkew or ExchangeErrorKind.Unavailable;
}

/// <summary>
/// A call that reads, or that changes no order, failed. Placing and cancelling answer with a value instead, since their
/// callers must act on each way it can end.
/// </summary>
/// <remarks>Its text is the error's code and kind alone, so that it may be logged.</remarks>
public sealed class ExchangeException : Exception
{
    /// <summary>Wraps what the exchange said.</summary>
    public ExchangeException(ExchangeError error)
        : base($"The exchange refused: {error?.Kind} ({error?.Code}).") => Error = error!;

    /// <summary>What the exchange said.</summary>
    public ExchangeError Error { get; }
}

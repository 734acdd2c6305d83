using System.Buffers.Text;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>One request on its way through the exchange.</summary>
internal sealed class RestCall(TradingFloor floor, RateLimiter limiter, RequestParameters parameters)
{
    private const long AheadAllowed = 1000;
    private TradingKey? _key;
    private decimal _timestamp;
    private decimal _window = 5000;

    public TradingFloor Floor => floor;

    public MatchingEngine Engine => floor.Engine;

    public RateLimiter Limiter => limiter;

    public RequestParameters Parameters => parameters;

    public TradingKey Key => _key ?? throw new InvalidOperationException("This endpoint needs a key.");

    public Account Account => Key.Account;

    /// <summary>The account's order counts after the call, for the calls that report them.</summary>
    public (int TenSeconds, int Day)? OrderCounts { get; set; }

    /// <summary>Checks key, times and signature in Binance's order; returns null where all is well.</summary>
    public Refusal? Authorize(Security security, string? apiKey)
    {
        if (security is Security.None)
        {
            return null;
        }

        if (string.IsNullOrEmpty(apiKey))
        {
            return new Refusal(-2014, "API-key format invalid.", 401);
        }

        if (!floor.Keys.TryFind(apiKey, out _key) || !Permits(security, _key.Permissions))
        {
            return new Refusal(-2015, "Invalid API-key, IP, or permissions for action.", 401);
        }

        return ReadTimes() ?? Late(floor.Clock.Now) ?? CheckSignature();
    }

    /// <summary>Whether the request's window is over, or has not begun. Asked on arrival, and again right before the
    /// engine takes the order: this is the fence that lets a client conclude that an order never was.</summary>
    public Refusal? Late(long now) =>
        _timestamp >= now + AheadAllowed
            ? new Refusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
        : now - _timestamp > _window
            ? new Refusal(-1021, "Timestamp for this request is outside of the recvWindow.")
        : null;

    /// <summary>The market that the request names; null, with a failure kept, where there is none.</summary>
    public Market? Market()
    {
        var name = parameters.RequiredText("symbol"u8);
        if (name.Length > 0 && Engine.ByName.TryGetValue(name, out var market))
        {
            return market;
        }

        parameters.Fail(new Refusal(-1121, "Invalid symbol."));
        return null;
    }

    private static bool Permits(Security security, SimulatedPermissions permissions) =>
        security is Security.Trade ? permissions.EnableSpotAndMarginTrading : permissions.EnableReading;

    private Refusal? ReadTimes()
    {
        if (!Utf8Parser.TryParse(parameters.Raw("timestamp"u8), out long timestamp, out _))
        {
            parameters.FailMandatory("timestamp"u8);
            return parameters.Failure;
        }

        // Sixteen digits are microseconds.
        _timestamp = timestamp > 100_000_000_000_000 ? timestamp / 1000m : timestamp;
        var window = parameters.Raw("recvWindow"u8);
        if (!window.IsEmpty && !Utf8Parser.TryParse(window, out _window, out _))
        {
            parameters.FailCharacters("recvWindow"u8, "^[0-9]{1,5}(\\.[0-9]{1,3})?$");
        }
        else if (_window > 60_000)
        {
            parameters.Fail(new Refusal(-1131, "recvWindow must be less than 60000"));
        }

        return parameters.Failure;
    }

    private Refusal? CheckSignature()
    {
        var signature = parameters.Raw("signature"u8);
        if (signature.IsEmpty)
        {
            parameters.FailMandatory("signature"u8);
            return parameters.Failure;
        }

        return Key.HasSigned(parameters.SignedPayload(), signature)
            ? null
            : new Refusal(-1022, "Signature for this request is not valid.");
    }
}

/// <summary>What an endpoint asks of its caller.</summary>
internal enum Security
{
    None = 1,

    /// <summary>Signed, by a key that may read.</summary>
    Read,

    /// <summary>Signed, by a key that may trade.</summary>
    Trade,
}

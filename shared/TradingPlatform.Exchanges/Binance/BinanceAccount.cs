using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>An account as one connection knows it: by its key, and with what all its connections share.</summary>
/// <param name="key">The key's public half; held for no longer than the connection is.</param>
/// <param name="turns">Shared by the account's connections, whichever of its keys they have.</param>
internal sealed class BinanceAccount(string key, BinanceTurns turns)
{
    private readonly KeyValuePair<string, string>[] _headers = [new("X-MBX-APIKEY", key)];

    /// <summary>The key's public half: what a socket's subscription names the account by.</summary>
    public string Key { get; } = key;

    /// <inheritdoc cref="BinanceTurns.WaitToSendAsync"/>
    public Task<IDisposable> WaitToSendAsync(
        IReadOnlyList<BudgetLimit> orderLimits, CallLane lane, CancellationToken cancellation) =>
        turns.WaitToSendAsync(orderLimits, lane, cancellation);

    /// <inheritdoc cref="SendingTurns.TakePlace"/>
    public BudgetGrant TakePlace(CallLane lane) => turns.TakePlace(lane);

    /// <summary>A call with the key's public half in its header, whose answer says what was counted.</summary>
    public WireCall Dress(WireCall call) =>
        call with { Headers = _headers, BodyType = WireCall.Form, Heard = turns.Hear };
}

using System.Net.Http.Headers;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// One key at one address: how many of its orders may stand between signing and answer, and how many the exchange has
/// counted. Shared by every connection of the key.
/// </summary>
internal sealed class BinanceAccount(string key, BinanceOptions options, TimeProvider clock, RequestBudget budget)
    : IDisposable
{
    private readonly SendingTurns _turns = new(options.OrdersInFlight, budget);
    private readonly OrderCounts _counts = new(clock);
    private readonly KeyValuePair<string, string>[] _headers = [new("X-MBX-APIKEY", key)];

    /// <summary>The key's public half: what a socket's subscription names the account by.</summary>
    public string Key { get; } = key;

    /// <summary>Waits for a turn, a place in the order counts and one in the rate budget.</summary>
    /// <exception cref="ExchangeException">There will be none soon enough.</exception>
    public Task<IDisposable> WaitToSendAsync(
        IReadOnlyList<BudgetLimit> orderLimits, CallLane lane, CancellationToken cancellation) =>
        _turns.WaitAsync(
            lane, new OrderAllowance(_counts, orderLimits, options.MaxBudgetWait, clock), cancellation);

    /// <inheritdoc cref="SendingTurns.TakePlace"/>
    public BudgetGrant TakePlace(CallLane lane) => _turns.TakePlace(lane);

    /// <summary>A call with the key's public half in its header, whose answer says what was counted.</summary>
    public WireCall Dress(WireCall call) =>
        call with { Headers = _headers, BodyType = WireCall.Form, Heard = Hear };

    public void Dispose() => _turns.Dispose();

    private void Hear(string name, HeaderStringValues values)
    {
        if (CountHeaders.TryRead(CountHeaders.Orders, name, values, out var count))
        {
            _counts.Observe(count);
        }
    }
}

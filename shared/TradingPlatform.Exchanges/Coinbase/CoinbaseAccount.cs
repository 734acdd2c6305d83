using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>Signs calls for one key.</summary>
internal interface ICoinbaseSigner
{
    /// <summary>The call with its signature, made at this moment by the exchange's clock.</summary>
    WireCall Sign(WireCall call, ExchangeInstant now);

    /// <summary>Whether an answer may refuse the signature's time alone.</summary>
    bool IsLate(WireAnswer answer);
}

/// <summary>
/// One key at one address: its rate budget there, and how many of its orders may stand between signing and answer.
/// Shared by every connection of the key.
/// </summary>
internal sealed class CoinbaseAccount : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CoinbaseVenue _venue;
    private readonly ICoinbaseSigner _signer;

    public CoinbaseAccount(CoinbaseVenue venue, ICoinbaseSigner signer, int callsPerSecond, int fillCallsPerSecond)
    {
        (_venue, _signer) = (venue, signer);
        Budget = new RequestBudget(venue.Time, venue.Options.MaxBudgetWait, within: venue.Budget);
        Budget.SetLimits([new BudgetLimit(Second, callsPerSecond)]);
        Fills = new RequestBudget(venue.Time, venue.Options.MaxBudgetWait, within: venue.Budget);
        Fills.SetLimits([new BudgetLimit(Second, fillCallsPerSecond)]);
        Turns = new SendingTurns(venue.Options.OrdersInFlight, Budget);
        Known = new KnownOrders(venue.Time);
    }

    /// <summary>Of every private call but those for fills.</summary>
    public RequestBudget Budget { get; }

    /// <summary>Of calls for fills.</summary>
    public RequestBudget Fills { get; }

    public SendingTurns Turns { get; }

    /// <summary>What the exchange has told of orders to this process.</summary>
    public KnownOrders Known { get; }

    /// <summary>A call that leaves now: signed, and never again.</summary>
    /// <exception cref="NotSentException">The exchange's time is not known.</exception>
    public WireCall Sign(WireCall call) => CoinbaseVenue.Dress(_signer.Sign(call, _venue.Now()));

    /// <summary>
    /// A signed call that is safe to repeat. Where the exchange may have refused its time, it is signed anew once: that
    /// proves that nothing was done (FAILURES.md F14). Any other HTTP answer is returned.
    /// </summary>
    /// <exception cref="ExchangeException">There was none.</exception>
    public async Task<WireAnswer> CallAsync(
        RequestBudget budget, CallLane lane, WireCall call, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await _venue.Clock.EnsureAsync(cancellation);
            var answer = await _venue.Reads.SendAsync(
                budget, lane, 1, token => _venue.Transport.SendAsync(Sign(call), token), cancellation);
            if (answer.IsSuccess || attempt == 2 || !_signer.IsLate(answer))
            {
                return answer;
            }

            _venue.Clock.Distrust();
            answer.Dispose();
        }
    }

    public void Dispose()
    {
        Turns.Dispose();
        Budget.Dispose();
        Fills.Dispose();
    }
}

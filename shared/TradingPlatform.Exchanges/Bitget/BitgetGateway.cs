using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// What both markets at one address share: connections, clock, the address's rate budget, the endpoints' own budgets
/// and the resilience pipelines.
/// </summary>
internal sealed class BitgetGateway : IDisposable
{
    // A 429 of an endpoint is over within its second; whatever is banned stays so for minutes.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Ban = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SlowestClock = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(string Owner, string Path), RequestBudget> _budgets = new();

    public BitgetGateway(
        Uri address, BitgetOptions options, TimeProvider time, ILogger log, HttpMessageHandler handler,
        ExchangeSilences? silences)
    {
        (Address, Options, Time, Log) = (address, options, time, log);
        Budget = new RequestBudget(
            time, options.MaxBudgetWait,
            silences is null ? null : new SharedSilence(silences, address, time, log));
        Budget.SetLimits([new BudgetLimit(TimeSpan.FromMinutes(1), options.CallsPerMinute)]);
        Transport = new WireTransport(
            WireRoutes.Of(
                address, address == options.Address ? options.Alternatives : [], [],
                new WireCall(HttpMethod.Get, BitgetProduct.Time.Path), time, log),
            handler, Budget, new WireLimits(options.MaxAnswerBytes, Pause, Ban), log);
        var resilience = new WireResilience(
            new WireTimes(options.OrderTimeout, options.ReadTimeout, options.Chance), time);
        Reads = new WireReads(resilience);
        Orders = new WireOrders(Transport, resilience);
        Clock = new ExchangeClock(time, ReadClockAsync, SlowestClock, address, log);
    }

    /// <summary>What not knowing the time says.</summary>
    public static ExchangeError ClockUnknown { get; } = new(
        ExchangeErrorKind.ClockSkew, "CLOCK_UNKNOWN", "The exchange's clock is not known.");

    public Uri Address { get; }

    public BitgetOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    public RequestBudget Budget { get; }

    public WireTransport Transport { get; }

    public WireReads Reads { get; }

    public WireOrders Orders { get; }

    public ExchangeClock Clock { get; }

    /// <summary>An endpoint's budget: an account's own, or the address's where no owner is named.</summary>
    public RequestBudget BudgetOf(string owner, BitgetEndpoint endpoint) =>
        _budgets.GetOrAdd((owner, endpoint.Path), static (_, state) =>
        {
            var budget = new RequestBudget(state.Time, state.Options.MaxBudgetWait);
            budget.SetLimits([new BudgetLimit(TimeSpan.FromSeconds(1), state.PerSecond)]);
            return budget;
        }, (Time, Options, endpoint.PerSecond));

    /// <summary>
    /// A call that is safe to repeat: waits in the endpoint's budget, takes its place in the address's, and is signed
    /// after both. Any HTTP answer is returned.
    /// </summary>
    /// <exception cref="ExchangeException">There was none.</exception>
    public Task<WireAnswer> CallAsync(
        string owner, BitgetEndpoint endpoint, CallLane lane, Func<WireCall> call, CancellationToken cancellation)
    {
        var budget = BudgetOf(owner, endpoint);
        return Reads.SendAsync(
            token => WaitAsync(budget, lane, token),
            token => Transport.SendAsync(call() with { Counted = budget }, token), cancellation);
    }

    private async ValueTask<BudgetGrant> WaitAsync(RequestBudget budget, CallLane lane, CancellationToken cancellation)
    {
        var own = await budget.WaitAsync(lane, 1, cancellation);
        if (own.Refusal is not null)
        {
            return own;
        }

        var shared = await Budget.WaitAsync(lane, 1, cancellation);
        if (shared.Refusal is not null)
        {
            budget.Return(own);
        }

        return shared;
    }

    public void Dispose()
    {
        Transport.Dispose();
        Budget.Dispose();
        foreach (var budget in _budgets.Values)
        {
            budget.Dispose();
        }
    }

    private async Task<ClockReading> ReadClockAsync()
    {
        TimeSpan roundTrip = default;
        var call = new WireCall(HttpMethod.Get, BitgetProduct.Time.Path);
        using var answer = await Reads.SendAsync(
            BudgetOf("", BitgetProduct.Time), CallLane.Protect, 1,
            async cancellation =>
            {
                var asked = Time.GetTimestamp();
                var answer = await Transport.SendAsync(call, cancellation);
                roundTrip = Time.GetElapsedTime(asked);
                return answer;
            },
            CancellationToken.None);
        return new ClockReading(
            BitgetAnswer.Parse(answer, data => data.Int64("serverTime")
                ?? throw new System.Text.Json.JsonException("The answer has no time.")),
            roundTrip);
    }
}

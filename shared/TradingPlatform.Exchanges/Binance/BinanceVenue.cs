using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// What all accounts at one address share: connections, clock, rules, quotes, rate budget and resilience pipelines.
/// </summary>
internal sealed class BinanceVenue : IDisposable
{
    // The minutes that an answer without Retry-After stands for: a 429's window, and the shortest ban (FACTS.md E1).
    public static readonly TimeSpan DefaultPause = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan DefaultBan = TimeSpan.FromMinutes(2);

    private static readonly WireCall AskTime = new(HttpMethod.Get, "/api/v3/time");

    private readonly ConcurrentDictionary<string, BinanceTurns> _turns = new(StringComparer.Ordinal);

    public BinanceVenue(
        Uri address, BinanceOptions options, TimeProvider time, ILogger log, HttpMessageHandler handler,
        ExchangeSilences? silences)
    {
        (Address, Options, Time, Log) = (address, options, time, log);
        Budget = new RequestBudget(
            time, options.MaxBudgetWait,
            silences is null ? null : new SharedSilence(silences, address, time, log));
        Transport = new WireTransport(
            Routes(address, options, time, log), handler, Budget,
            new WireLimits(options.MaxAnswerBytes, DefaultPause, DefaultBan), log, Hear);
        var resilience = new WireResilience(
            new WireTimes(options.OrderTimeout, options.ReadTimeout, options.Chance), time);
        Reads = new WireReads(resilience);
        Orders = new WireOrders(Transport, resilience);
        Clock = new ExchangeClock(time, ReadClockAsync, options.ReceiveWindow, address, log);
        Rules = new RuleCache(time, ReadRulesAsync, Budget, address, log);
        Calls = new BinanceCalls(this);
        Quotes = new QuoteCache(time, new BinanceQuotes(this).AskAsync);
        Sockets = new BinanceSockets(this);
        UserStreams = new BinanceUserStreams(this);
    }

    public Uri Address { get; }

    public BinanceOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    public RequestBudget Budget { get; }

    public WireTransport Transport { get; }

    public WireReads Reads { get; }

    public WireOrders Orders { get; }

    public ExchangeClock Clock { get; }

    public RuleCache Rules { get; }

    public BinanceCalls Calls { get; }

    public QuoteCache Quotes { get; }

    public BinanceSockets Sockets { get; }

    public BinanceUserStreams UserStreams { get; }

    /// <summary>The account that the key opens. What is kept of it for ever is its name here, never its key.</summary>
    public BinanceAccount Account(ExchangeCredentials credentials) => new(
        credentials.Key.Reveal(),
        credentials.Account is { } name
            ? _turns.GetOrAdd(name, static (_, venue) => venue.NewTurns(), this)
            : NewTurns());

    /// <summary>How the exchange spells the pair.</summary>
    /// <exception cref="ExchangeException">It has no such pair.</exception>
    public ValueTask<string> SpellAsync(Symbol symbol, CancellationToken cancellation) =>
        Rules.SpellAsync(symbol, cancellation);

    public void Dispose()
    {
        Transport.Dispose();
        Sockets.Dispose();
        foreach (var turns in _turns.Values)
        {
            turns.Dispose();
        }

        Budget.Dispose();
    }

    private static WireRoutes Routes(Uri address, BinanceOptions options, TimeProvider time, ILogger log)
    {
        // An account that names an address of its own trades there and nowhere else.
        var isProduction = address == options.Production;
        return WireRoutes.Of(
            address, isProduction ? options.ProductionAlternatives : [],
            isProduction ? options.PublicAlternatives : [], AskTime, time, log);
    }

    private BinanceTurns NewTurns() => new(Options, Time, Budget);

    private void Hear(string name, HeaderStringValues values)
    {
        if (CountHeaders.TryRead(CountHeaders.Weight, name, values, out var count))
        {
            Budget.Observe(count);
        }
    }

    private async Task<ClockReading> ReadClockAsync()
    {
        TimeSpan roundTrip = default;
        using var answer = await Reads.SendAsync(
            Budget, CallLane.Protect, 1,
            async cancellation =>
            {
                var asked = Time.GetTimestamp();
                var answer = await Transport.SendAsync(AskTime, cancellation);
                roundTrip = Time.GetElapsedTime(asked);
                return answer;
            },
            CancellationToken.None);
        return new ClockReading(BinanceCalls.Parse(answer, ServerTime), roundTrip);
    }

    private async Task<RuleBook> ReadRulesAsync()
    {
        using var answer = await Calls.PublicAsync(
            CallLane.Protect, 20, "/api/v3/exchangeInfo", null, CancellationToken.None);
        return BinanceCalls.Parse(answer, ExchangeInfoReader.Read);
    }

    private static long ServerTime(ReadOnlySpan<byte> body)
    {
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        long? time = null;
        while (WireJson.NextMember(ref reader))
        {
            var isTime = reader.ValueTextEquals("serverTime"u8);
            reader.Read();
            if (isTime)
            {
                time = WireJson.Int64(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        WireJson.Close(ref reader);
        return time ?? throw new JsonException("The answer has no time.");
    }
}

using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>What differs between Coinbase's two APIs on the public side.</summary>
internal interface ICoinbaseDialect
{
    /// <summary>Asks for the exchange's time.</summary>
    string TimePath { get; }

    /// <summary>Asks for every pair.</summary>
    string ProductsPath { get; }

    /// <summary>What a refusal says.</summary>
    ExchangeError Error(WireAnswer answer);

    /// <summary>Milliseconds since 1970.</summary>
    long Time(ReadOnlySpan<byte> body);

    /// <summary>Every pair, with its rules; what has no name here is handed out.</summary>
    ImmutableArray<Instrument> Products(ReadOnlySpan<byte> body, Action<string> unnamed);

    /// <summary>Where the best prices of a pair are, and how they read.</summary>
    (string Path, string? Query) QuoteCall(string product);

    /// <inheritdoc cref="QuoteCall"/>
    MarketQuote Quote(ReadOnlySpan<byte> body, Symbol symbol, DateTimeOffset at);
}

/// <summary>
/// What all accounts at one address share: connections, clock, rules, quotes, the public rate budget and the pipelines.
/// </summary>
internal sealed class CoinbaseVenue : IDisposable
{
    // What a 429 without Retry-After stands for: the limits are by the second. Coinbase documents no ban; should an
    // answer say 418, it is taken as Binance's.
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultBan = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SlowestClock = TimeSpan.FromSeconds(3);

    // The Exchange API refuses calls without one.
    private static readonly KeyValuePair<string, string>[] Agent = [new("User-Agent", "TradingPlatform")];

    private readonly ICoinbaseDialect _dialect;

    public CoinbaseVenue(
        Uri address, ICoinbaseDialect dialect, CoinbaseOptions options, TimeProvider time, ILogger log,
        HttpMessageHandler handler, ExchangeSilences? silences)
    {
        (Address, Options, Time, Log, _dialect) = (address, options, time, log, dialect);
        StartedAt = time.GetTimestamp();
        Limits = [new BudgetLimit(TimeSpan.FromSeconds(1), options.PublicCallsPerSecond)];
        Budget = new RequestBudget(
            time, options.MaxBudgetWait,
            silences is null ? null : new SharedSilence(silences, address, time, log));
        Budget.SetLimits(Limits);
        Transport = new WireTransport(
            WireRoutes.Of(
                address, address == options.Exchange ? options.ExchangeAlternatives : [], [],
                Dress(new WireCall(HttpMethod.Get, dialect.TimePath)), time, log),
            handler, Budget, new WireLimits(options.MaxAnswerBytes, DefaultPause, DefaultBan), log);
        var resilience = new WireResilience(
            new WireTimes(options.OrderTimeout, options.ReadTimeout, options.Chance), time);
        Reads = new WireReads(resilience);
        Orders = new WireOrders(Transport, resilience);
        Clock = new ExchangeClock(time, ReadClockAsync, SlowestClock, address, log);
        Rules = new RuleCache(time, ReadRulesAsync, Budget, address, log);
        Quotes = new QuoteCache(time, ReadQuoteAsync);
    }

    public Uri Address { get; }

    public CoinbaseOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    /// <summary>When this process began to speak with the exchange.</summary>
    public long StartedAt { get; }

    public IReadOnlyList<BudgetLimit> Limits { get; }

    public RequestBudget Budget { get; }

    public WireTransport Transport { get; }

    public WireReads Reads { get; }

    public WireOrders Orders { get; }

    public ExchangeClock Clock { get; }

    public RuleCache Rules { get; }

    public QuoteCache Quotes { get; }

    /// <summary>Adds what every call carries.</summary>
    public static WireCall Dress(WireCall call) => call with { Headers = [.. call.Headers, .. Agent] };

    /// <summary>A public read. Any HTTP answer is returned.</summary>
    /// <exception cref="ExchangeException">There was none.</exception>
    public Task<WireAnswer> AskAsync(CallLane lane, string path, string? query, CancellationToken cancellation)
    {
        var call = Dress(new WireCall(HttpMethod.Get, path, query));
        return Reads.SendAsync(Budget, lane, 1, token => Transport.SendAsync(call, token), cancellation);
    }

    /// <summary>A public read, and what it says.</summary>
    /// <exception cref="ExchangeException">It is a refusal, or cannot be read.</exception>
    public async Task<T> AskAsync<T>(
        CallLane lane, string path, string? query, BodyParser<T> parse, CancellationToken cancellation)
    {
        using var answer = await AskAsync(lane, path, query, cancellation);
        return Parse(answer, parse);
    }

    /// <summary>What a successful answer says.</summary>
    /// <exception cref="ExchangeException">It is a refusal, or cannot be read.</exception>
    public T Parse<T>(WireAnswer answer, BodyParser<T> parse) => answer.IsSuccess
        ? WireBody.Parse(answer, parse)
        : throw new ExchangeException(_dialect.Error(answer));

    /// <summary>The exchange's time for a signature.</summary>
    /// <exception cref="NotSentException">It is not known.</exception>
    public ExchangeInstant Now() => Clock.TryNow(out var now) ? now : throw new NotSentException(ClockUnknown);

    /// <summary>What not knowing the time says.</summary>
    public static ExchangeError ClockUnknown { get; } = new(
        ExchangeErrorKind.ClockSkew, "CLOCK_UNKNOWN", "The exchange's clock is not known.");

    /// <summary>How the exchange spells the pair.</summary>
    /// <exception cref="ExchangeException">It has no such pair.</exception>
    public ValueTask<string> SpellAsync(Symbol symbol, CancellationToken cancellation) =>
        Rules.SpellAsync(symbol, cancellation);

    /// <summary>Writes that something has no name here.</summary>
    public void LeaveOut(string spelling) => Exchanges.Log.LeftOut(Log, Address, spelling);

    public void Dispose()
    {
        Transport.Dispose();
        Budget.Dispose();
    }

    private async Task<ClockReading> ReadClockAsync()
    {
        TimeSpan roundTrip = default;
        var call = Dress(new WireCall(HttpMethod.Get, _dialect.TimePath));
        using var answer = await Reads.SendAsync(
            Budget, CallLane.Protect, 1,
            async cancellation =>
            {
                var asked = Time.GetTimestamp();
                var answer = await Transport.SendAsync(call, cancellation);
                roundTrip = Time.GetElapsedTime(asked);
                return answer;
            },
            CancellationToken.None);
        return new ClockReading(Parse(answer, _dialect.Time), roundTrip);
    }

    private async Task<RuleBook> ReadRulesAsync()
    {
        var leftOut = new List<string>();
        var instruments = await AskAsync(
            CallLane.Protect, _dialect.ProductsPath, null, body => _dialect.Products(body, leftOut.Add),
            CancellationToken.None);
        var bySymbol = instruments.ToDictionary(instrument => instrument.Symbol);
        return new RuleBook(
            bySymbol,
            // A pair is spelt there as it is here.
            bySymbol.Keys.ToDictionary(symbol => symbol.Text, StringComparer.Ordinal),
            bySymbol.Keys.ToDictionary(symbol => symbol, symbol => symbol.Text),
            Limits, [], leftOut);
    }

    private async Task<MarketQuote> ReadQuoteAsync(Symbol symbol)
    {
        var (path, query) = _dialect.QuoteCall(await SpellAsync(symbol, CancellationToken.None));
        var at = Time.GetUtcNow();
        return await AskAsync(
            CallLane.Other, path, query, body => _dialect.Quote(body, symbol, at), CancellationToken.None);
    }
}

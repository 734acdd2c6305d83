using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// What all accounts of one market at one address share: rules and quotes, over the address's gateway.
/// </summary>
internal sealed class BitgetVenue : IDisposable
{
    // Demo accounts have the addresses of real ones, and books of their own (FACTS.md E4).
    private static readonly KeyValuePair<string, string>[] DemoHeader = [new("paptrading", "1")];

    private readonly ConcurrentDictionary<string, BitgetAccount> _accounts = new(StringComparer.Ordinal);

    private readonly Func<Uri, Uri> _streams;

    /// <param name="gateway">The way to the exchange.</param>
    /// <param name="product">Which market.</param>
    /// <param name="isDemo">For demo accounts.</param>
    /// <param name="streams">Where the streams of an address are.</param>
    public BitgetVenue(BitgetGateway gateway, BitgetProduct product, bool isDemo, Func<Uri, Uri> streams)
    {
        (Gateway, Product, IsDemo, _streams) = (gateway, product, isDemo, streams);
        Rules = new RuleCache(gateway.Time, ReadRulesAsync, gateway.Budget, gateway.Address, gateway.Log);
        Quotes = new QuoteCache(gateway.Time, ReadQuoteAsync);
    }

    public BitgetGateway Gateway { get; }

    public BitgetProduct Product { get; }

    public bool IsDemo { get; }

    public WebSocketHandshake Handshake { get; } = new();

    public TimeProvider Time => Gateway.Time;

    public RuleCache Rules { get; }

    public QuoteCache Quotes { get; }

    /// <summary>What every call of this venue carries.</summary>
    public KeyValuePair<string, string>[] Headers => IsDemo ? DemoHeader : [];

    public BitgetAccount Account(ExchangeCredentials credentials) =>
        _accounts.GetOrAdd(credentials.Key.Reveal(), static (key, venue) => new BitgetAccount(key, venue), this);

    /// <summary>A public read, and what it says.</summary>
    /// <exception cref="ExchangeException">It is a refusal, cannot be read, or there is no answer.</exception>
    public async Task<T> AskAsync<T>(
        CallLane lane, BitgetEndpoint endpoint, string query, DataParser<T> parse, CancellationToken cancellation)
    {
        using var answer = await Gateway.CallAsync(
            "", endpoint, lane,
            () => new WireCall(endpoint.Method, endpoint.Path, query.Length == 0 ? null : query) { Headers = Headers },
            cancellation);
        return BitgetAnswer.Parse(answer, parse);
    }

    /// <summary>How the exchange spells the pair.</summary>
    /// <exception cref="ExchangeException">It has no such pair.</exception>
    public ValueTask<string> SpellAsync(Symbol symbol, CancellationToken cancellation) =>
        Rules.SpellAsync(symbol, cancellation);

    /// <summary>
    /// How its streams are kept: the exchange cuts who is silent for two minutes, and all after a day.
    /// </summary>
    public SocketOptions SocketsOf(string path) => new()
    {
        Address = () => new Uri(_streams(Gateway.Transport.InUse), path),
        Headers = Headers.ToDictionary(StringComparer.OrdinalIgnoreCase),
        Probe = BitgetFrames.Ping,
        MessagesPerSecond = 8,
        FirstDelay = Gateway.Options.ReconnectDelay,
        LongestDelay = Gateway.Options.LongestReconnectDelay,
        Chance = Gateway.Options.Chance ?? Chance,
        HoldBack = () => Gateway.Budget.Stopped()?.RetryAfter ?? TimeSpan.Zero,
    };

    /// <summary>Writes that something has no name here.</summary>
    public void LeaveOut(string spelling) => Log.LeftOut(Gateway.Log, Gateway.Address, spelling);

    public void Dispose()
    {
        Handshake.Dispose();
        foreach (var account in _accounts.Values)
        {
            account.Dispose();
        }
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    private async Task<RuleBook> ReadRulesAsync()
    {
        var book = await AskAsync(
            CallLane.Protect, Product.Symbols, Product.Query(),
            data => BitgetInstruments.Read(data, Product.IsFutures), CancellationToken.None);
        return book with { RequestLimits = [new BudgetLimit(TimeSpan.FromMinutes(1), Gateway.Options.CallsPerMinute)] };
    }

    private async Task<MarketQuote> ReadQuoteAsync(Symbol symbol)
    {
        var spelling = await SpellAsync(symbol, CancellationToken.None);
        var at = Time.GetUtcNow();
        return await AskAsync(
            CallLane.Other, Product.Ticker, Product.Query(("symbol", spelling)),
            data => BitgetMarketAnswers.Quote(BitgetMarketAnswers.Ticker(Single(data), symbol), at),
            CancellationToken.None);
    }

    private static JsonElement Single(JsonElement data)
    {
        foreach (var row in BitgetAnswer.Rows(data))
        {
            return row;
        }

        throw new JsonException("The answer is empty.");
    }
}

using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Unit.Fakes;

/// <summary>An exchange of which only the price of one pair matters.</summary>
internal sealed class FakeMarket(ExchangeId exchange) : IExchangeConnector, IMarketData
{
    public ExchangeId Exchange => exchange;

    public decimal Price { get; set; } = 50_000;

    public decimal Crossed { get; set; }

    public bool IsDown { get; set; }

    public int Asked { get; private set; }

    public Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials) => new("http://127.0.0.1");

    public IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address) =>
        throw new NotSupportedException();

    public IMarketData OpenMarket(Uri address) => this;

    public Task<ImmutableArray<Instrument>> GetInstrumentsAsync(CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<Instrument>>([new Instrument(ScriptedExchange.Btc, true, [], [])]);

    public Task<Ticker> GetTickerAsync(Symbol symbol, CancellationToken cancellation)
    {
        Asked++;
        return IsDown
            ? throw new ExchangeException(new ExchangeError(ExchangeErrorKind.Unavailable, "HTTP 503", "Down."))
            : Task.FromResult(new Ticker(
                symbol, new Price(Price), new Price(Price - 5 + Crossed), new Price(Price + 5), null, null, null,
                null, null, DateTimeOffset.UnixEpoch));
    }

    public Task<BookSnapshot> GetBookAsync(Symbol symbol, int depth, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<PublicTrade>> GetTradesAsync(
        Symbol symbol, int limit, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ImmutableArray<Candle>> GetCandlesAsync(
        Symbol symbol, CandleInterval interval, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<MarketEvent> StreamAsync(
        ImmutableArray<Symbol> symbols, MarketFeed feeds, CancellationToken cancellation) =>
        throw new NotSupportedException();
}

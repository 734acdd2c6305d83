using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Venues;

/// <summary>A venue over books of its own in which strangers trade.</summary>
internal sealed class VenueDouble : IVenueDouble
{
    private readonly IVenue _venue;
    private int _ids;

    private VenueDouble(IVenue venue) => _venue = venue;

    public DialectServer Server => _venue.Server;

    public Relay? Relay => _venue.Server.Relay;

    public Uri Knock => new(_venue.Server.Origin, _venue.Server.TimePath);

    public IExchange Exchange => _venue.Exchange;

    public IMarketData Market => _venue.Market;

    public Symbol Symbol { get; } = Symbol.Parse("BTC-USDT");

    public static async Task<VenueDouble> OpenAsync(IVenue venue, bool isRelayed = false)
    {
        venue.Server.IsRelayed = isRelayed;
        venue.Books.Market = 50_000m;
        await venue.StartAsync();
        return new VenueDouble(venue);
    }

    public Task OfferAsync(OrderSide side, Price price, Quantity quantity)
    {
        _venue.Books.Offer(side == OrderSide.Buy, price.Value, quantity.Value);
        return Task.CompletedTask;
    }

    public Task TakeAsync(OrderSide side, Price price, Quantity quantity)
    {
        _venue.Books.Take(side == OrderSide.Buy, price.Value, quantity.Value);
        return Task.CompletedTask;
    }

    public Task CutStreamsAsync()
    {
        _venue.Server.CutFeeds();
        return Task.CompletedTask;
    }

    public Task WithholdAsync(int events) => LoseAsync(events);

    public Task LoseAsync(int changes) => Plan(faults => faults.Lose(changes));

    public Task RepeatAsync(int changes) => Plan(faults => faults.Repeat(changes));

    public Task ReverseAsync(int changes) => Plan(faults => faults.Reverse(changes));

    public Task FreezeAsync(bool isFrozen) => Plan(faults => faults.IsFrozen = isFrozen);

    public void Beat() => _venue.Server.Beat();

    /// <summary>Read from the books, so that the adapter's own reading proves nothing about itself.</summary>
    public Task<ImmutableArray<ReportedFill>> TradesAsync() => Task.FromResult(_venue.Books.Trades.Select(
        trade => new ReportedFill(
            _venue.TradeId(trade), trade.Order.Id, new Price(trade.Price), new Quantity(trade.Size),
            trade.Price * trade.Size, Symbol.Quote, trade.Fee, trade.Order.IsBuy ? OrderSide.Buy : OrderSide.Sell,
            trade.IsMaker, trade.At)).ToImmutableArray());

    public ClientOrderId NewId() => new(string.Create(
        CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{Interlocked.Increment(ref _ids):D12}"));

    public ValueTask DisposeAsync() => _venue.DisposeAsync();

    private Task Plan(Action<EventFaults> plan)
    {
        plan(_venue.Server.Faults);
        return Task.CompletedTask;
    }
}

using System.Collections.Immutable;
using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Bitget;

namespace TradingPlatform.Contract.Bitget;

/// <summary>Bitget's spot or futures market, in which strangers trade.</summary>
internal sealed class BitgetDouble : IVenueDouble
{
    private readonly BitgetBed _bed;

    private BitgetDouble(BitgetBed bed) => _bed = bed;

    public IExchange Exchange => _bed.Exchange;

    public IMarketData Market { get; private init; } = null!;

    public Symbol Symbol => BitgetBed.Pair;

    public Relay? Relay => _bed.Server.Relay;

    public Uri Knock => new(_bed.Server.Origin, "/api/v2/public/knock");

    /// <summary>In time that is given, a relay stands in the way.</summary>
    public static async Task<BitgetDouble> OpenAsync(bool isFutures, TimeProvider? clock = null)
    {
        // The exchange's limits are kept as they are, so a burst of questions waits.
        var options = new BitgetOptions
        {
            Chance = () => 0.5, MaxBudgetWait = TimeSpan.FromSeconds(60),
            LongestReconnectDelay = TimeSpan.FromMilliseconds(250),
        };
        var bed = await BitgetBed.OpenAsync(isFutures, options, new Strangers(), clock);
        return new BitgetDouble(bed) { Market = bed.Connector.OpenMarket(bed.Server.Address) };
    }

    public Task OfferAsync(OrderSide side, Price price, Quantity quantity)
    {
        _bed.Books.Offer(side == OrderSide.Buy, price.Value, quantity.Value);
        return Task.CompletedTask;
    }

    public Task TakeAsync(OrderSide side, Price price, Quantity quantity)
    {
        _bed.Books.TakeFrom(side == OrderSide.Buy, price.Value, quantity.Value, _bed.Server.Now);
        return Task.CompletedTask;
    }

    public Task CutStreamsAsync()
    {
        _bed.Server.Sockets.CutAll();
        return Task.CompletedTask;
    }

    public Task WithholdAsync(int events) => LoseAsync(events);

    public Task LoseAsync(int changes) => Plan(faults => faults.Lose(changes));

    public Task RepeatAsync(int changes) => Plan(faults => faults.Repeat(changes));

    public Task ReverseAsync(int changes) => Plan(faults => faults.Reverse(changes));

    public Task FreezeAsync(bool isFrozen) => Plan(faults => faults.IsFrozen = isFrozen);

    public void Beat()
    {
        // It says nothing by itself: its clients ask it for signs of life.
    }

    /// <summary>Read from the books, so that the adapter's own reading proves nothing about itself.</summary>
    public Task<ImmutableArray<ReportedFill>> TradesAsync() => Task.FromResult(_bed.Books.Read(books => books.Trades
        .Select(trade => new ReportedFill(
            BitgetJson.Text(trade.Id), BitgetJson.Text(trade.Order), new Price(trade.Price), new Quantity(trade.Size),
            trade.Price * trade.Size, Asset.Parse(trade.FeeCoin), trade.Fee,
            trade.Side == "buy" ? OrderSide.Buy : OrderSide.Sell, false,
            DateTimeOffset.FromUnixTimeMilliseconds(trade.At)))
        .ToImmutableArray()));

    public ClientOrderId NewId() => _bed.NewId();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private Task Plan(Action<EventFaults> plan)
    {
        plan(_bed.Server.Sockets.Faults);
        return Task.CompletedTask;
    }
}

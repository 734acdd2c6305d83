using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Venues;

/// <summary>A venue that is started and stopped around each test, and the orders that tests place.</summary>
public abstract class VenueSuite : IAsyncLifetime
{
    private int _ids;

    internal IVenue Venue { get; private set; } = null!;

    internal IExchange Exchange => Venue.Exchange;

    protected static Symbol Pair { get; } = Symbol.Parse("BTC-USDT");

    protected static OrderTicket Limit { get; } = new(Pair, OrderSide.Buy, OrderType.Limit)
    {
        Quantity = new Quantity(0.01000m), Price = new Price(29000.10m), TimeInForce = TimeInForce.Gtc,
    };

    protected static OrderTicket Market { get; } = new(Pair, OrderSide.Sell, OrderType.Market)
    {
        Quantity = new Quantity(0.5m),
    };

    protected static OrderTicket Stop { get; } = new(Pair, OrderSide.Sell, OrderType.StopLossLimit)
    {
        Quantity = new Quantity(0.5m), Price = new Price(27000m), StopPrice = new Price(27500m),
        TimeInForce = TimeInForce.Gtc,
    };

    public async Task InitializeAsync()
    {
        Venue = Open();
        await Venue.StartAsync();
    }

    public async Task DisposeAsync() => await Venue.DisposeAsync();

    internal abstract IVenue Open();

    internal ClientOrderId NewId() => new($"00000000-0000-4000-8000-{Interlocked.Increment(ref _ids):D12}");

    internal Task<Placement> PlaceAsync(OrderTicket ticket, ClientOrderId id) => PlaceAsync(Exchange, ticket, id);

    internal static async Task<Placement> PlaceAsync(IExchange exchange, OrderTicket ticket, ClientOrderId id)
    {
        using var turn = await exchange.WaitToSendAsync(default);
        return await exchange.PlaceAsync(await exchange.SignAsync(id, ticket, default), default);
    }
}

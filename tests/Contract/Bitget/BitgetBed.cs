using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges.Bitget;

namespace TradingPlatform.Contract.Bitget;

/// <summary>A server that speaks Bitget, and one account at it over the real adapter and real sockets.</summary>
internal sealed class BitgetBed : IAsyncDisposable
{
    private readonly BitgetConnectors _connectors;
    private int _ids;

    private BitgetBed(BitgetServer server, BitgetOptions options, TimeProvider clock)
    {
        Server = server;
        _connectors = new BitgetConnectors(options, clock, NullLoggerFactory.Instance);
        Connector = server.Books.IsFutures ? _connectors.Futures : _connectors.Spot;
        Exchange = Connect(TradingMode.Production);
    }

    public static Symbol Pair { get; } = Symbol.Parse("BTC-USDT");

    public static OrderTicket Limit { get; } = new(Pair, OrderSide.Buy, OrderType.Limit)
    {
        Quantity = new Quantity(0.10m), Price = new Price(49_000.0m), TimeInForce = TimeInForce.Gtc,
    };

    public static OrderTicket Stop { get; } = new(Pair, OrderSide.Sell, OrderType.StopLoss)
    {
        Quantity = new Quantity(0.02m), StopPrice = new Price(45_000m),
    };

    public BitgetServer Server { get; }

    public BitgetBooks Books => Server.Books;

    public IExchangeConnector Connector { get; }

    public IExchange Exchange { get; }

    public string PlacePath => Books.IsFutures ? "/api/v2/mix/order/place-order" : "/api/v2/spot/trade/place-order";

    public static async Task<BitgetBed> OpenAsync(
        bool isFutures, BitgetOptions? options = null, Strangers? strangers = null, TimeProvider? clock = null)
    {
        var server = new BitgetServer(isFutures, strangers, clock);
        await server.StartAsync();
        return new BitgetBed(server, options ?? new BitgetOptions { OrderTimeout = TimeSpan.FromSeconds(2) },
            clock ?? TimeProvider.System);
    }

    public IExchange Connect(TradingMode mode) => Connector.Connect(
        new ExchangeCredentials(
            new Secret(BitgetServer.Key), new Secret(BitgetServer.SecretKey), new Secret(BitgetServer.Passphrase)),
        mode, Server.Address);

    /// <summary>A market order of about so much of the base asset.</summary>
    public OrderTicket Market(OrderSide side) => new(Pair, side, OrderType.Market)
    {
        Quantity = side == OrderSide.Buy && !Books.IsFutures ? null : new Quantity(0.02m),
        QuoteQuantity = side == OrderSide.Buy && !Books.IsFutures ? 1000.2m : null,
    };

    public ClientOrderId NewId() => new($"00000000-0000-4000-8000-{++_ids:D12}");

    public async Task<Placement> PlaceAsync(OrderTicket ticket, ClientOrderId? id = null)
    {
        using var turn = await Exchange.WaitToSendAsync(default);
        var signed = await Exchange.SignAsync(id ?? NewId(), ticket, default);
        return await Exchange.PlaceAsync(signed, default);
    }

    public async Task<OrderReport> AcceptedAsync(OrderTicket ticket) =>
        Assert.IsType<Placement.Accepted>(await PlaceAsync(ticket)).Report;

    public static OrderReference Of(OrderReport report) =>
        new(report.Symbol, report.ClientOrderId, report.ExchangeOrderId);

    public async ValueTask DisposeAsync()
    {
        _connectors.Dispose();
        await Server.DisposeAsync();
    }
}

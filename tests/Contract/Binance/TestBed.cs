using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Contract.Binance;

/// <summary>A server that speaks Binance, and one account at it over the real adapter and real sockets.</summary>
public abstract class TestBed : IAsyncLifetime
{
    private BinanceConnector? _connector;
    private int _ids;

    internal ManualClock Clock { get; } = new();

    internal LogLines Logs { get; } = new();

    internal BinanceServer Server { get; private set; } = null!;

    internal IExchange Exchange { get; private set; } = null!;

    protected virtual BinanceOptions Options => new();

    protected static Symbol Pair { get; } = Symbol.Parse("BTC-USDT");

    protected static OrderTicket Limit { get; } = new(Pair, OrderSide.Buy, OrderType.Limit)
    {
        Quantity = new Quantity(0.00100m),
        Price = new Price(30000.10m),
        TimeInForce = TimeInForce.Gtc,
    };

    protected static OrderTicket Market { get; } = new(Pair, OrderSide.Sell, OrderType.Market)
    {
        Quantity = new Quantity(0.5m),
    };

    public async Task InitializeAsync()
    {
        Server = new BinanceServer(Clock);
        await Server.StartAsync();
        _connector = new BinanceConnector(Options, Clock, Logs);
        Exchange = Connect(BinanceServer.Key, BinanceServer.SecretKey);
    }

    public async Task DisposeAsync()
    {
        _connector?.Dispose();
        await Server.DisposeAsync();
    }

    internal IExchange Connect(string key, string secret) =>
        _connector!.Connect(new ExchangeCredentials(new Secret(key), new Secret(secret), null), TradingMode.Production,
            Server.Address);

    internal ClientOrderId NewId() => new($"00000000-0000-4000-8000-{++_ids:D12}");

    internal async Task<Placement> PlaceAsync(OrderTicket ticket, ClientOrderId? id = null)
    {
        using var turn = await Exchange.WaitToSendAsync(default);
        var signed = await Exchange.SignAsync(id ?? NewId(), ticket, default);
        return await Exchange.PlaceAsync(signed, default);
    }

    internal void Fail(string call, int status, int code, string message) =>
        Server.Misbehave(call, (context, _) => Server.WriteAsync(context, Reply.Error(status, code, message)));
}

/// <summary>Everything that is logged, at the most verbose level.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add($"{logLevel} {formatter(state, exception)} {exception}");
        }
    }
}

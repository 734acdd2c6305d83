using TradingPlatform.Contract.Storage;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Embedded.Storage;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Contract.Binance;

/// <summary>F13 across processes: what one was told, every other behind the address keeps to.</summary>
public sealed class SharedSilenceTests : IAsyncLifetime
{
    private const string Ask = "GET /api/v3/order";
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly LogLines _logs = new();
    private readonly List<BinanceConnector> _processes = [];
    private readonly BinanceServer _server;
    private readonly SqliteItemStore _store;

    public SharedSilenceTests()
    {
        _server = new BinanceServer(_clock);
        _store = SqliteItemStore.Open(_folder.File("items.db"), _clock);
    }

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        _processes.ForEach(process => process.Dispose());
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(429, ExchangeErrorKind.RateLimited)]
    [InlineData(418, ExchangeErrorKind.Banned)]
    public async Task F13_A_process_that_starts_while_the_exchange_wants_silence_sends_nothing(
        int status, ExchangeErrorKind kind)
    {
        Stop(status, seconds: 120);
        await RefusedAsync(Start(), kind);
        var before = _server.Received.Count;

        var restarted = Start();
        await RefusedAsync(restarted, kind);
        Assert.Equal(before, _server.Received.Count);

        _clock.Advance(TimeSpan.FromSeconds(121));
        await AskAsync(restarted);
    }

    [Fact]
    public async Task F13_A_process_that_runs_already_keeps_to_it_within_a_second()
    {
        var other = Start();
        await AskAsync(other);
        Stop(418, seconds: 120);
        await RefusedAsync(Start(), ExchangeErrorKind.Banned);

        _clock.Advance(TimeSpan.FromSeconds(1));
        var before = _server.Received.Count;
        await RefusedAsync(other, ExchangeErrorKind.Banned);
        Assert.Equal(before, _server.Received.Count);
    }

    [Fact]
    public async Task A_shorter_silence_does_not_end_a_longer_one()
    {
        var silences = new ExchangeSilences(_store, _clock);
        var until = _clock.GetUtcNow().AddMinutes(5);
        await silences.KeepAsync(_server.Address, new Silence(until, Banned: true), default);
        await silences.KeepAsync(_server.Address, new Silence(until.AddMinutes(-4), Banned: false), default);
        Assert.Equal(new Silence(until, Banned: true), await silences.FindAsync(_server.Address, default));
        Assert.Null(await silences.FindAsync(new Uri("http://127.0.0.1:1"), default));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await silences.FindAsync(_server.Address, default));
    }

    [Fact]
    public async Task A_store_that_fails_holds_up_no_call_and_hides_no_answer()
    {
        await _store.DisposeAsync();
        var exchange = Start();
        await AskAsync(exchange);
        Stop(429, seconds: 10);
        await RefusedAsync(exchange, ExchangeErrorKind.RateLimited);
    }

    private IExchange Start()
    {
        var process = new BinanceConnector(
            new BinanceOptions { MaxBudgetWait = TimeSpan.FromSeconds(1) }, _clock, _logs,
            silences: new ExchangeSilences(_store, _clock));
        _processes.Add(process);
        return process.Connect(
            new ExchangeCredentials(new Secret(BinanceServer.Key), new Secret(BinanceServer.SecretKey), null),
            TradingMode.Sandbox, _server.Address);
    }

    private void Stop(int status, int seconds) => _server.Misbehave(Ask, (context, _) => _server.WriteAsync(
        context,
        Reply.Error(status, -1003, "Too many.") with
        {
            Headers = new Dictionary<string, string> { ["Retry-After"] = $"{seconds}" },
        }));

    private static Task<OrderReport?> AskAsync(IExchange exchange) => exchange.FindOrderAsync(
        new OrderReference(Symbol.Parse("BTC-USDT"), new ClientOrderId("00000000-0000-4000-8000-000000000001")),
        default);

    private static async Task RefusedAsync(IExchange exchange, ExchangeErrorKind kind) => Assert.Equal(
        kind, (await Assert.ThrowsAsync<ExchangeException>(() => AskAsync(exchange))).Error.Kind);
}

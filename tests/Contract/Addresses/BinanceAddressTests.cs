using TradingPlatform.Contract.Binance;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Contract.Addresses;

/// <summary>One exchange at several addresses, over real sockets: what moves, and what never does.</summary>
public sealed class BinanceAddressTests : IAsyncLifetime
{
    private const string Place = "POST /api/v3/order";
    private const string Quote = "GET /api/v3/ticker/bookTicker";

    private static readonly Symbol Pair = Symbol.Parse("BTC-USDT");

    private readonly ManualClock _clock = new();
    private readonly LogLines _logs = new();
    private readonly List<BinanceServer> _servers = [];
    private BinanceConnector _connector = null!;
    private IExchange _exchange = null!;
    private int _ids;

    private BinanceServer First => _servers[0];

    private BinanceServer Second => _servers[1];

    private BinanceServer PublicAlone => _servers[2];

    public async Task InitializeAsync()
    {
        for (var server = 0; server < 3; server++)
        {
            _servers.Add(new BinanceServer(_clock));
            await _servers[server].StartAsync();
            _servers[server].Answer(
                Quote, """{"symbol":"BTCUSDT","bidPrice":"30000","bidQty":"1","askPrice":"30001","askQty":"1"}""");
        }

        _connector = new BinanceConnector(
            new BinanceOptions
            {
                Production = First.Address, ProductionAlternatives = [Second.Address],
                PublicAlternatives = [PublicAlone.Address],
            },
            _clock, _logs);
        _exchange = _connector.Connect(
            new ExchangeCredentials(new Secret(BinanceServer.Key), new Secret(BinanceServer.SecretKey), null),
            TradingMode.Production, First.Address);
    }

    public async Task DisposeAsync()
    {
        _connector.Dispose();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("503 in HTML")]
    [InlineData("200 in HTML")]
    [InlineData("dropped after it was taken")]
    public async Task An_order_whose_fate_is_unknown_is_sent_to_no_other_address_and_the_next_order_is(string fault)
    {
        for (var order = 0; order < 3; order++)
        {
            First.Misbehave(Place, async (context, act) =>
            {
                act();
                if (fault.StartsWith("dropped", StringComparison.Ordinal))
                {
                    context.Abort();
                    return;
                }

                await First.WriteAsync(context, new Reply(
                    int.Parse(fault[..3], System.Globalization.CultureInfo.InvariantCulture), "<html>Sorry</html>"));
            });
            Assert.IsType<Placement.Unknown>(await PlaceAsync());
            Assert.Equal(order + 1, First.Count(Place));
            Assert.Equal(0, Second.Count(Place));
        }

        Assert.IsType<Placement.Accepted>(await PlaceAsync());

        Assert.Equal((3, 1), (First.Count(Place), Second.Count(Place)));
        var ids = First.Received.Concat(Second.Received).Where(seen => seen.Call == Place)
            .Select(seen => seen.Fields["newClientOrderId"]).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(0, PublicAlone.Count(Place));
        Assert.Equal(Second.Address, _exchange.Vitals.InUse);
        Assert.Equal(First.Address, _exchange.Vitals.Address);
        Assert.Single(_logs.All, line => line.Contains("is left: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400, """{"code":-2010,"msg":"Account has insufficient balance."}""")]
    [InlineData(403, "<html>You are kept out.</html>")]
    [InlineData(451, "<html>Not from there.</html>")]
    public async Task A_refusal_is_no_reason_to_ask_elsewhere(int status, string body)
    {
        First.Answer(Place, _ => new Reply(status, body));
        for (var order = 0; order < 10; order++)
        {
            await PlaceAsync();
        }

        Assert.Equal((10, 0), (First.Count(Place), Second.Count(Place)));
    }

    [Fact]
    public async Task Silences_and_what_was_counted_are_the_exchanges_and_stay_when_the_address_changes()
    {
        First.Headers["X-MBX-USED-WEIGHT-1M"] = "3000";
        await LeaveFirstAsync();
        var used = _exchange.Vitals.WeightUsed;
        Assert.InRange(used, 0.45, 1);
        Second.Answer(Place, _ => new Reply(429, """{"code":-1003,"msg":"Too many requests."}""")
        {
            Headers = new Dictionary<string, string> { ["Retry-After"] = "600" },
        });
        Assert.IsType<Placement.Rejected>(await PlaceAsync());
        var sent = _servers.Sum(server => server.Received.Count);

        _clock.Advance(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<ExchangeException>(() => PlaceAsync());

        Assert.Equal(sent, _servers.Sum(server => server.Received.Count));
    }

    [Fact]
    public async Task The_first_address_is_gone_back_to_once_it_answers_its_probes()
    {
        await LeaveFirstAsync();
        var before = First.Count(Place);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (First.Count(Place) == before)
        {
            patience.Token.ThrowIfCancellationRequested();
            // In small steps: a probe goes on beside the orders, and has a patience of its own on this clock.
            _clock.Advance(TimeSpan.FromSeconds(1));
            await PlaceAsync();
        }

        // Nothing but three probes, each of a weight of 1, told it apart.
        Assert.InRange(First.Count("GET /api/v3/time"), 4, int.MaxValue);
        Assert.Equal(First.Address, _exchange.Vitals.InUse);
    }

    [Fact]
    public async Task Public_data_comes_from_where_there_is_nothing_else_while_orders_stay_where_they_were()
    {
        Assert.IsType<Placement.Accepted>(await PlaceAsync());
        First.Answer(Quote, _ => new Reply(502, "<html>Bad gateway</html>"));
        // A read is tried three times, so this is enough to leave for the next one.
        await Assert.ThrowsAsync<ExchangeException>(() => PassAsync(_exchange.GetQuoteAsync(Pair, default)));

        var quote = await PassAsync(_exchange.GetQuoteAsync(Pair, default));

        Assert.Equal(30001m, quote.Ask.Value);
        Assert.Equal((1, 0), (PublicAlone.Count(Quote), Second.Count(Quote)));
        Assert.IsType<Placement.Accepted>(await PlaceAsync());
        Assert.Equal((2, 0), (First.Count(Place), Second.Count(Place)));
    }

    [Fact]
    public async Task An_account_that_names_its_own_address_trades_there_and_nowhere_else()
    {
        _exchange = _connector.Connect(
            new ExchangeCredentials(new Secret(BinanceServer.Key), new Secret(BinanceServer.SecretKey), null),
            TradingMode.Production, Second.Address);
        Second.Answer(Place, _ => new Reply(503, "<html>Sorry</html>"));
        for (var order = 0; order < 6; order++)
        {
            Assert.IsType<Placement.Unknown>(await PlaceAsync());
        }

        Assert.Equal((0, 6), (First.Count(Place), Second.Count(Place)));
    }

    private async Task LeaveFirstAsync()
    {
        for (var order = 0; order < 3; order++)
        {
            First.Misbehave(Place, (context, _) => First.WriteAsync(context, new Reply(503, "<html>Sorry</html>")));
            Assert.IsType<Placement.Unknown>(await PlaceAsync());
        }

        Assert.Equal(Second.Address, _exchange.Vitals.InUse);
    }

    private async Task<Placement> PlaceAsync()
    {
        using var turn = await _exchange.WaitToSendAsync(default);
        var ticket = new OrderTicket(Pair, OrderSide.Buy, OrderType.Limit)
        {
            Quantity = new Quantity(0.001m), Price = new Price(30000.10m), TimeInForce = TimeInForce.Gtc,
        };
        var signed = await _exchange.SignAsync(
            new ClientOrderId($"00000000-0000-4000-8000-{++_ids:D12}"), ticket, default);
        return await _exchange.PlaceAsync(signed, default);
    }

    /// <summary>Lets the manual clock pass until it is done: retries wait on it.</summary>
    private async Task<T> PassAsync<T>(Task<T> task)
    {
        for (var turn = 0; turn < 4000 && !task.IsCompleted; turn++)
        {
            await Task.WhenAny(task, Task.Delay(2));
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        return await task;
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Contract.Bitget;
using TradingPlatform.Contract.Coinbase;
using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges.Bitget;
using TradingPlatform.Exchanges.Coinbase;

namespace TradingPlatform.Contract.Addresses;

/// <summary>Several addresses of the exchanges that document but one: what a setting of them does.</summary>
public sealed class OtherExchangesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _ids;

    [Fact]
    public async Task Coinbase_the_next_order_goes_to_the_next_address_and_a_feed_that_is_lost_opens_there()
    {
        await using var first = new ExchangeApiServer(TimeProvider.System);
        await using var second = new ExchangeApiServer(TimeProvider.System);
        await first.StartAsync();
        await second.StartAsync();
        var isHeardThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isHeardHere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        first.Subscribed = _ => isHeardHere.TrySetResult();
        second.Subscribed = _ => isHeardThere.TrySetResult();
        using var connector = new CoinbaseConnector(
            Quick.Options with
            {
                // At an address that is not the exchange's own the feed is beside the calls.
                Exchange = first.Address, ExchangeFeed = CoinbaseFeeds.Beside(first.Address),
                ExchangeAlternatives = [second.Address],
            },
            TimeProvider.System, NullLoggerFactory.Instance);
        var exchange = connector.Connect(
            new ExchangeCredentials(
                new Secret(ExchangeApiServer.Key), new Secret(ExchangeApiServer.SecretKey),
                new Secret(ExchangeApiServer.Passphrase)),
            TradingMode.Production, first.Address);
        using var stop = new CancellationTokenSource();
        var hearing = HearAsync(exchange, stop.Token);
        await isHeardHere.Task.WaitAsync(Patience);
        for (var order = 0; order < 3; order++)
        {
            first.AnswerInstead("POST /orders", new Answered(503, "<html>Sorry</html>"));
            Assert.IsType<Placement.Unknown>(await PlaceAsync(exchange));
        }

        Assert.IsType<Placement.Accepted>(await PlaceAsync(exchange));

        Assert.Equal((3, 1), (first.Count("POST /orders"), second.Count("POST /orders")));
        Assert.False(isHeardThere.Task.IsCompleted);
        first.CutFeeds();
        await isHeardThere.Task.WaitAsync(Patience);
        await stop.CancelAsync();
        await hearing;
    }

    [Fact]
    public async Task Bitget_the_next_order_goes_to_the_next_address()
    {
        await using var first = new BitgetServer(isFutures: false);
        await using var second = new BitgetServer(isFutures: false);
        await first.StartAsync();
        await second.StartAsync();
        using var connectors = new BitgetConnectors(
            new BitgetOptions { Address = first.Address, Alternatives = [second.Address] }, TimeProvider.System,
            NullLoggerFactory.Instance);
        var exchange = connectors.Spot.Connect(
            new ExchangeCredentials(
                new Secret(BitgetServer.Key), new Secret(BitgetServer.SecretKey), new Secret(BitgetServer.Passphrase)),
            TradingMode.Production, first.Address);
        const string Place = "/api/v2/spot/trade/place-order";
        for (var order = 0; order < 3; order++)
        {
            first.Misbehave(Place, (context, act) =>
            {
                act();
                context.Abort();
                return Task.CompletedTask;
            });
            Assert.IsType<Placement.Unknown>(await PlaceAsync(exchange));
        }

        Assert.IsType<Placement.Accepted>(await PlaceAsync(exchange));

        Assert.Equal((3, 1), (first.Count(Place), second.Count(Place)));
        Assert.Equal(
            (first.Address, second.Address), (exchange.Vitals.Address, exchange.Vitals.InUse));
    }

    private static async Task HearAsync(IExchange exchange, CancellationToken cancellation)
    {
        try
        {
            await foreach (var _ in exchange.ReadUserEventsAsync(cancellation))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task<Placement> PlaceAsync(IExchange exchange)
    {
        using var turn = await exchange.WaitToSendAsync(default);
        var ticket = new OrderTicket(Symbol.Parse("BTC-USDT"), OrderSide.Buy, OrderType.Limit)
        {
            Quantity = new Quantity(0.1m), Price = new Price(29_000m), TimeInForce = TimeInForce.Gtc,
        };
        var signed = await exchange.SignAsync(
            new ClientOrderId($"00000000-0000-4000-8000-{++_ids:D12}"), ticket, default);
        return await exchange.PlaceAsync(signed, default);
    }
}

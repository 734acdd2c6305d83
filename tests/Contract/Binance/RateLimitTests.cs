using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Contract.Binance;

/// <summary>F13 over real sockets: what the exchange counts, and how it asks for silence.</summary>
public sealed class RateLimitTests : TestBed
{
    private const string Place = "POST /api/v3/order";

    protected override BinanceOptions Options => new() { MaxBudgetWait = TimeSpan.FromSeconds(1), OrdersInFlight = 4 };

    [Fact]
    public async Task F13_The_limit_is_what_the_exchange_says_and_two_hundred_workers_stay_below_it()
    {
        Server.Venue.ExchangeInfo = Server.Venue.ExchangeInfo.Replace(
            "\"limit\":6000", "\"limit\":200", StringComparison.Ordinal);
        await Exchange.FindOrderAsync(new OrderReference(Pair, NewId()), default);
        var asking = Enumerable.Range(0, 200)
            .Select(_ => Exchange.FindOrderAsync(new OrderReference(Pair, NewId()), default)).ToArray();
        await Task.WhenAll(asking).ContinueWith(_ => { }, TaskScheduler.Default);
        var refused = asking.Count(task => task.Exception?.InnerException is ExchangeException
        {
            Error.Kind: ExchangeErrorKind.RateLimited,
        });
        // 190 for the lane of questions, of which the rules took 20 and the clock 1.
        Assert.Equal((190 - 21) / 4, Server.Count("GET /api/v3/order"));
        Assert.Equal(201, refused + Server.Count("GET /api/v3/order"));
    }

    [Theory]
    [InlineData(429, ExchangeErrorKind.RateLimited)]
    [InlineData(418, ExchangeErrorKind.Banned)]
    public async Task F13_After_a_stop_nothing_at_all_is_sent_until_it_is_over(int status, ExchangeErrorKind kind)
    {
        using var turn = await Exchange.WaitToSendAsync(default);
        var signed = await Exchange.SignAsync(NewId(), Limit, default);
        Server.Misbehave("GET /api/v3/order", (context, _) => Server.WriteAsync(context,
            Reply.Error(status, -1003, "Too many.") with
            {
                Headers = new Dictionary<string, string> { ["Retry-After"] = "30" },
            }));
        var stopped = await Assert.ThrowsAsync<ExchangeException>(
            () => Exchange.FindOrderAsync(new OrderReference(Pair, NewId()), default));
        Assert.Equal(kind, stopped.Error.Kind);
        Assert.Equal(TimeSpan.FromSeconds(30), stopped.Error.RetryAfter);

        var before = Server.Received.Count;
        var rejected = Assert.IsType<Placement.Rejected>(await Exchange.PlaceAsync(signed, default));
        Assert.Equal(kind, rejected.Error.Kind);
        Assert.IsType<Cancellation.Refused>(
            await Exchange.CancelAsync(new OrderReference(Pair, NewId()), default));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Assert.ThrowsAsync<ExchangeException>(
            () => Exchange.GetAccountAsync(default))));
        Assert.Equal(before, Server.Received.Count);

        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit));
    }

    [Fact]
    public async Task A_place_that_the_exchange_does_not_charge_for_is_given_back()
    {
        Server.Venue.ExchangeInfo = Server.Venue.ExchangeInfo.Replace(
            "\"limit\":6000", "\"limit\":30", StringComparison.Ordinal);
        for (var order = 0; order < 50; order++)
        {
            Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit));
        }
    }

    [Fact]
    public async Task The_weight_that_others_behind_the_address_use_counts_too()
    {
        Server.Headers["X-MBX-USED-WEIGHT-1M"] = "5990";
        await PlaceAsync(Limit);
        var before = Server.Received.Count;
        await Assert.ThrowsAsync<ExchangeException>(() => Exchange.GetAccountAsync(default));
        Assert.Equal(before, Server.Received.Count);
        Assert.IsType<Cancellation.NothingToCancel>(
            await Exchange.CancelAsync(new OrderReference(Pair, NewId()), default));
    }

    [Fact]
    public async Task F13_The_kill_switch_lists_open_orders_where_polls_have_used_up_their_share()
    {
        Server.Answer("GET /api/v3/openOrders", "[]");
        Server.Headers["X-MBX-USED-WEIGHT-1M"] = "5900";
        await PlaceAsync(Limit);
        await Assert.ThrowsAsync<ExchangeException>(() => Exchange.GetOpenOrdersAsync(null, default));
        Assert.Empty(await Exchange.InFirstLane.GetOpenOrdersAsync(null, default));
    }

    [Fact]
    public async Task An_account_whose_orders_fill_its_count_waits_no_longer_than_it_may()
    {
        Server.Headers["X-MBX-ORDER-COUNT-10S"] = "1000";
        await PlaceAsync(Limit);
        var full = await Assert.ThrowsAsync<ExchangeException>(() => Exchange.WaitToSendAsync(default));
        Assert.Equal(ExchangeErrorKind.RateLimited, full.Error.Kind);
        Server.Headers["X-MBX-ORDER-COUNT-10S"] = 1.ToString(CultureInfo.InvariantCulture);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await PlaceAsync(Limit);
        await PlaceAsync(Limit);
    }

    [Fact]
    public async Task Orders_wait_for_their_turn_before_they_are_signed()
    {
        var turns = new List<IDisposable>();
        for (var turn = 0; turn < 4; turn++)
        {
            turns.Add(await Exchange.WaitToSendAsync(default));
        }

        var fifth = Exchange.WaitToSendAsync(default);
        Assert.False(fifth.IsCompleted);
        turns[0].Dispose();
        turns[0] = await fifth;
        turns.ForEach(turn => turn.Dispose());
        Assert.Equal(0, Server.Count(Place));
    }

    [Fact]
    public async Task Twenty_failures_open_the_breaker_and_an_order_is_then_refused_unsent()
    {
        Server.Answer(Place, _ => new Reply(503, "<html>"));
        for (var order = 0; order < 20; order++)
        {
            await PlaceAsync(Limit);
        }

        var sent = Server.Count(Place);
        var rejected = Assert.IsType<Placement.Rejected>(await PlaceAsync(Limit));
        Assert.Equal("CIRCUIT_OPEN", rejected.Error.Code);
        Assert.Equal(sent, Server.Count(Place));
    }
}

using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Binance;

/// <summary>Accounts heard over the WebSocket API of the simulated exchange, which is troubled on command.</summary>
public sealed class UserStreamTests : IAsyncLifetime
{
    private SimulatedVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await SimulatedVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Many_accounts_share_a_connection_and_each_hears_of_itself_alone()
    {
        var others = new List<(IExchange Exchange, HeardEvents Heard)>();
        await using var heard = new HeardEvents(_venue.Exchange);
        for (var account = 0; account < 12; account++)
        {
            var (exchange, _) = await _venue.AddAccountAsync();
            others.Add((exchange, new HeardEvents(exchange)));
        }

        await heard.UntilConnectedAsync();
        await Task.WhenAll(others.Select(other => other.Heard.UntilConnectedAsync()));
        Assert.Equal(1, await _venue.OpenSocketsAsync());
        await Task.WhenAll(others.Select((other, place) => PlaceAsync(other.Exchange, Id(place))));
        for (var place = 0; place < others.Count; place++)
        {
            var id = Id(place);
            await others[place].Heard.UntilAsync(each => each.Of(id).Count > 0, "its order");
            Assert.All(
                others[place].Heard.All.OfType<UserEvent.OrderChanged>(),
                told => Assert.Equal(id, told.Report.ClientOrderId));
            await others[place].Heard.DisposeAsync();
        }

        Assert.Empty(heard.All.OfType<UserEvent.OrderChanged>());
    }

    [Fact]
    public async Task A_key_that_is_refused_says_so_and_does_not_disturb_the_others()
    {
        await using var refused = new HeardEvents(_venue.ConnectUnknown());
        await using var heard = new HeardEvents(_venue.Exchange);
        await heard.UntilConnectedAsync();
        await refused.UntilAsync(each => each.All.Any(told => told is UserEvent.Lost), "that it is refused");
        var lost = refused.All.OfType<UserEvent.Lost>().First();
        Assert.Contains(nameof(ExchangeErrorKind.CredentialsInvalid), lost.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(refused.All, told => told is UserEvent.Connected);
        await PlaceAsync(_venue.Exchange, Id(1));
        await heard.UntilAsync(each => each.Of(Id(1)).Count > 0, "its order");
        Assert.DoesNotContain(heard.All, told => told is UserEvent.Lost);
    }

    [Fact]
    public async Task F06_A_stream_that_the_exchange_ends_is_told_as_lost()
    {
        await using var heard = new HeardEvents(_venue.Exchange);
        await heard.UntilConnectedAsync();
        await _venue.TroubleAsync($$"""{"action":"terminate","apiKey":"{{_venue.Key}}"}""");
        await heard.UntilAsync(each => each.All.Any(told => told is UserEvent.Lost), "that it is lost");
    }

    [Fact]
    public async Task A_server_that_shuts_down_is_left_for_another_session_before_it_cuts()
    {
        await using var heard = new HeardEvents(_venue.Exchange);
        await heard.UntilConnectedAsync();
        await _venue.TroubleAsync("""{"action":"shutdown"}""");
        await heard.UntilConnectedAsync(2);
        await PlaceAsync(_venue.Exchange, Id(1));
        await heard.UntilAsync(each => each.Of(Id(1)).Count > 0, "its order");
        Assert.DoesNotContain(heard.All, told => told is UserEvent.Lost);
    }

    [Fact]
    public async Task F05_A_fill_whose_frame_is_lost_is_found_by_the_sweep_and_told_twice_counts_once()
    {
        await using var heard = new HeardEvents(_venue.Exchange);
        await heard.UntilConnectedAsync();
        await PlaceAsync(_venue.Exchange, Id(1));
        await heard.UntilAsync(
            each => each.Of(Id(1)).Count > 0 && each.All.Any(told => told is UserEvent.BalancesChanged), "its order");
        await _venue.WithholdAsync(2);
        await _venue.TakeAsync(OrderSide.Sell, new Price(50_000m), new Quantity(0.1m));
        await _venue.TroubleAsync("""{"action":"repeat","count":2}""");
        await _venue.TakeAsync(OrderSide.Sell, new Price(50_000m), new Quantity(0.2m));
        await heard.UntilAsync(each => each.Of(Id(1)).Count(told => told.Fills.Length > 0) == 2, "the repeated fill");
        var told = heard.Of(Id(1)).SelectMany(report => report.Fills).DistinctBy(fill => fill.TradeId);
        Assert.Equal(0.2m, Assert.Single(told).Quantity.Value);
        // What the stream says is filled in all shows that a fill is missing, and the history has it.
        Assert.Equal(0.3m, heard.Of(Id(1))[^1].FilledQuantity.Value);
        var page = await _venue.Exchange.GetTradesAsync(
            _venue.Symbol, DateTimeOffset.UtcNow.AddMinutes(-1), null, default);
        Assert.Equal([0.1m, 0.2m], page.Fills.Select(fill => fill.Quantity.Value));
    }

    [Fact]
    public async Task F13_A_handshake_that_is_answered_with_a_ban_stops_calls_and_handshakes_alike()
    {
        await _venue.TroubleAsync("""{"action":"refuse","count":1,"status":418,"retryAfter":600}""");
        await using var heard = new HeardEvents(_venue.Exchange);
        ExchangeException? stopped = null;
        for (var attempt = 0; attempt < 500 && stopped is null; attempt++)
        {
            try
            {
                await _venue.Exchange.GetAccountAsync(default);
                await Task.Delay(10);
            }
            catch (ExchangeException failure)
            {
                stopped = failure;
            }
        }

        Assert.Equal(ExchangeErrorKind.Banned, stopped?.Error.Kind);
        Assert.Empty(heard.All);
    }

    [Fact]
    public async Task History_fees_and_cancelling_all_are_the_exchanges_own()
    {
        var exchange = _venue.Exchange;
        for (var order = 1; order <= 5; order++)
        {
            await PlaceAsync(exchange, Id(order));
        }

        Assert.Null(await exchange.CancelAllAsync(_venue.Symbol, default));
        Assert.Null(await exchange.CancelAllAsync(_venue.Symbol, default));
        Assert.Empty(await exchange.GetOpenOrdersAsync(_venue.Symbol, default));
        var page = await exchange.GetOrderHistoryAsync(
            _venue.Symbol, DateTimeOffset.UtcNow.AddMinutes(-1), null, default);
        Assert.Equal(Enumerable.Range(1, 5).Select(Id), page.Orders.Select(order => order.ClientOrderId));
        Assert.All(page.Orders, order => Assert.Equal(ReportedStatus.Cancelled, order.Status));
        Assert.Empty((await exchange.GetOrderHistoryAsync(_venue.Symbol, default, page.Next, default)).Orders);
        Assert.Equal(new TradingFees(0.001m, 0.001m), await exchange.GetFeesAsync(_venue.Symbol, default));
        Assert.Empty(await exchange.GetPositionsAsync(default));
        Assert.True(exchange.Features.HasFlag(ExchangeFeatures.UserStream | ExchangeFeatures.Replace));
        Assert.False(exchange.Features.HasFlag(ExchangeFeatures.Positions));
    }

    private static ClientOrderId Id(int number) => new($"00000000-0000-4000-8000-{number:D12}");

    private async Task PlaceAsync(IExchange exchange, ClientOrderId id)
    {
        using var turn = await exchange.WaitToSendAsync(default);
        var signed = await exchange.SignAsync(
            id,
            new OrderTicket(_venue.Symbol, OrderSide.Buy, OrderType.Limit)
            {
                Quantity = new Quantity(0.5m),
                Price = new Price(50_000m),
                TimeInForce = TimeInForce.Gtc,
            },
            default);
        Assert.IsType<Placement.Accepted>(await exchange.PlaceAsync(signed, default));
    }
}

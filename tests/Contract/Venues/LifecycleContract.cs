using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Venues;

/// <summary>An order's life over REST and the account's stream, with the same observable result on every exchange.
/// </summary>
public abstract class LifecycleContract : IAsyncLifetime
{
    private IVenueDouble _venue = null!;
    private HeardEvents _heard = null!;

    protected abstract Task<IVenueDouble> OpenAsync();

    public async Task InitializeAsync()
    {
        _venue = await OpenAsync();
        _heard = new HeardEvents(_venue.Exchange);
        await _heard.UntilConnectedAsync();
    }

    public async Task DisposeAsync()
    {
        await _heard.DisposeAsync();
        await _venue.DisposeAsync();
    }

    [Fact]
    public async Task A_limit_order_is_placed_filled_in_part_amended_and_cancelled()
    {
        var (first, second) = (_venue.NewId(), _venue.NewId());
        var placed = await PlaceAsync(first, Limit(0.5m, 50_000m));
        Assert.Equal((ReportedStatus.Open, 0m), (placed.Status, placed.FilledQuantity.Value));
        await UntilAsync(first, ReportedStatus.Open);

        await _venue.TakeAsync(OrderSide.Sell, new Price(50_000m), new Quantity(0.2m));
        await UntilAsync(first, ReportedStatus.PartiallyFilled);
        var fill = Assert.Single(await FillsAsync(first));
        Assert.Equal((50_000m, 0.2m, 10_000m, OrderSide.Buy), (
            fill.Price.Value, fill.Quantity.Value, fill.Quote, fill.Side));

        var replaced = await AmendAsync(new OrderReference(_venue.Symbol, first, placed.ExchangeOrderId), second);
        Assert.NotEqual(placed.ExchangeOrderId, replaced.ExchangeOrderId);
        await UntilAsync(first, ReportedStatus.Cancelled);
        await UntilAsync(second, ReportedStatus.Open);

        var cancelled = Assert.IsType<Cancellation.Done>(await _venue.Exchange.CancelAsync(
            new OrderReference(_venue.Symbol, second, replaced.ExchangeOrderId), default));
        Assert.Equal(second, cancelled.Report.ClientOrderId);
        await UntilAsync(second, ReportedStatus.Cancelled);
        Assert.Equal(
            [ReportedStatus.Open, ReportedStatus.PartiallyFilled, ReportedStatus.Cancelled],
            _heard.Statuses(first));
        Assert.Equal([ReportedStatus.Open, ReportedStatus.Cancelled], _heard.Statuses(second));
        Assert.Equal(0.2m, _heard.Of(first)[^1].FilledQuantity.Value);
        Assert.Empty(await _venue.Exchange.GetOpenOrdersAsync(_venue.Symbol, default));
    }

    [Fact]
    public async Task A_market_order_tells_what_it_paid()
    {
        await _venue.OfferAsync(OrderSide.Sell, new Price(51_000m), new Quantity(0.1m));
        await _venue.OfferAsync(OrderSide.Sell, new Price(52_000m), new Quantity(0.3m));
        var id = _venue.NewId();
        await PlaceAsync(id, await SizedAsync(new OrderTicket(_venue.Symbol, OrderSide.Buy, OrderType.Market)
        {
            Quantity = new Quantity(0.2m),
        }));
        await UntilAsync(id, ReportedStatus.Filled);
        var fills = await FillsAsync(id);
        Assert.Equal([(51_000m, 0.1m), (52_000m, 0.1m)], fills.Select(fill => (fill.Price.Value, fill.Quantity.Value)));
        Assert.Equal(10_300m, fills.Sum(fill => fill.Quote));
        Assert.All(fills, fill => Assert.True(fill.FeeAmount > 0));
        Assert.Equal(10_300m, (await _venue.Exchange.FindOrderAsync(
            new OrderReference(_venue.Symbol, id), default))!.FilledQuote);
    }

    [Fact]
    public async Task A_stop_waits_for_its_price_and_then_fills()
    {
        await _venue.OfferAsync(OrderSide.Buy, new Price(44_000m), new Quantity(1));
        await _venue.OfferAsync(OrderSide.Buy, new Price(45_000m), new Quantity(0.1m));
        var id = _venue.NewId();
        var placed = await PlaceAsync(id, Stop());
        Assert.Equal(ReportedStatus.Open, placed.Status);
        Assert.Equal(0m, placed.FilledQuantity.Value);
        await _venue.TakeAsync(OrderSide.Sell, new Price(45_000m), new Quantity(0.1m));
        await UntilAsync(id, ReportedStatus.Filled);
        var fills = await FillsAsync(id);
        Assert.Equal((0.2m, 8_800m), (fills.Sum(fill => fill.Quantity.Value), fills.Sum(fill => fill.Quote)));
        Assert.Equal([ReportedStatus.Open, ReportedStatus.Filled], _heard.Statuses(id).Where(
            status => status != ReportedStatus.PartiallyFilled));
    }

    [Fact]
    public async Task A_stop_that_is_cancelled_does_not_wake()
    {
        await _venue.OfferAsync(OrderSide.Buy, new Price(44_000m), new Quantity(1));
        await _venue.OfferAsync(OrderSide.Buy, new Price(45_000m), new Quantity(0.1m));
        var id = _venue.NewId();
        var placed = await PlaceAsync(id, Stop());
        Assert.IsType<Cancellation.Done>(await _venue.Exchange.CancelAsync(
            new OrderReference(_venue.Symbol, id, placed.ExchangeOrderId), default));
        await UntilAsync(id, ReportedStatus.Cancelled);

        await _venue.TakeAsync(OrderSide.Sell, new Price(45_000m), new Quantity(0.1m));

        Assert.Empty(await _venue.TradesAsync());
        Assert.Empty(await _venue.Exchange.GetOpenOrdersAsync(_venue.Symbol, default));
    }

    [Fact]
    public async Task What_the_exchange_does_not_have_is_said_and_nothing_is_sent()
    {
        var (features, exchange) = (_venue.Exchange.Features, _venue.Exchange);
        var reference = new OrderReference(_venue.Symbol, _venue.NewId());
        if (!features.HasFlag(ExchangeFeatures.Replace))
        {
            await AssertMissingAsync(() => exchange.SignReplaceAsync(
                reference, _venue.NewId(), Limit(0.3m, 49_000m), default));
        }

        if (!features.HasFlag(ExchangeFeatures.Oco))
        {
            await AssertMissingAsync(() => exchange.SignOcoAsync(
                new OcoPair(
                    _venue.Symbol, OrderSide.Sell, new Quantity(0.3m), _venue.NewId(), new Price(60_000m),
                    _venue.NewId(), new Price(45_000m), null),
                default));
        }

        if (!features.HasFlag(ExchangeFeatures.TestOrder))
        {
            await AssertMissingAsync(() => exchange.TestAsync(_venue.NewId(), Limit(0.3m, 49_000m), default));
        }

        Assert.Equal(
            features.HasFlag(ExchangeFeatures.KeyPermissions),
            await exchange.FindKeyPermissionsAsync(default) is not null);
        Assert.Empty(await exchange.GetOpenOrdersAsync(_venue.Symbol, default));
    }

    private static async Task AssertMissingAsync(Func<Task> call)
    {
        var error = (await Assert.ThrowsAsync<ExchangeException>(call)).Error;
        Assert.Equal((ExchangeErrorKind.InvalidRequest, "NOT_SUPPORTED"), (error.Kind, error.Code));
    }

    /// <summary>Where a market order is sized by what it pays alone, a size is refused by name, and not converted.
    /// </summary>
    private async Task<OrderTicket> SizedAsync(OrderTicket market)
    {
        var instrument = (await _venue.Exchange.FindInstrumentAsync(_venue.Symbol, default))!;
        var quote = new MarketQuote(_venue.Symbol, new Price(49_999m), new Price(50_001m), DateTimeOffset.UnixEpoch);
        var refused = InstrumentRules.Check(market, instrument, quote, null);
        Assert.Equal(instrument.MarketSizedByWhatIsPaid ? "MARKET_BUY_SIZE" : null, refused?.Rule);
        return refused is null ? market : market with { Quantity = null, QuoteQuantity = 10_300m };
    }

    private OrderTicket Stop() => new(_venue.Symbol, OrderSide.Sell, OrderType.StopLossLimit)
    {
        Quantity = new Quantity(0.2m),
        StopPrice = new Price(45_000m),
        Price = new Price(44_000m),
        TimeInForce = TimeInForce.Gtc,
    };

    private OrderTicket Limit(decimal quantity, decimal price) => new(_venue.Symbol, OrderSide.Buy, OrderType.Limit)
    {
        Quantity = new Quantity(quantity),
        Price = new Price(price),
        TimeInForce = TimeInForce.Gtc,
    };

    private async Task<OrderReport> PlaceAsync(ClientOrderId id, OrderTicket ticket)
    {
        using var turn = await _venue.Exchange.WaitToSendAsync(default);
        var signed = await _venue.Exchange.SignAsync(id, ticket, default);
        return Assert.IsType<Placement.Accepted>(await _venue.Exchange.PlaceAsync(signed, default)).Report;
    }

    /// <summary>In one call where the exchange has it, else by a cancel and a placing.</summary>
    private async Task<OrderReport> AmendAsync(OrderReference first, ClientOrderId second)
    {
        var ticket = Limit(0.3m, 49_000m);
        if (!_venue.Exchange.Features.HasFlag(ExchangeFeatures.Replace))
        {
            Assert.IsType<Cancellation.Done>(await _venue.Exchange.CancelAsync(first, default));
            return await PlaceAsync(second, ticket);
        }

        using var turn = await _venue.Exchange.WaitToSendAsync(default);
        var signed = await _venue.Exchange.SignReplaceAsync(first, second, ticket, default);
        return Assert.IsType<Replacement.Done>(await _venue.Exchange.ReplaceAsync(signed, default)).Placed;
    }

    private Task UntilAsync(ClientOrderId id, ReportedStatus status) => _heard.UntilAsync(
        heard => heard.Of(id).Any(report => report.Status == status), $"{status}");

    /// <summary>
    /// An order's trades as the platform has them: those that the stream tells, and where it tells of sums alone, those
    /// that the exchange is then asked for.
    /// </summary>
    private async Task<ReportedFill[]> FillsAsync(ClientOrderId id)
    {
        var last = _heard.Of(id).MaxBy(report => report.FilledQuantity)!;
        var told = _heard.Of(id).SelectMany(report => report.Fills).DistinctBy(fill => fill.TradeId).ToArray();
        return told.Sum(fill => fill.Quantity.Value) == last.FilledQuantity.Value
            ? told
            : [.. await _venue.Exchange.GetOrderTradesAsync(_venue.Symbol, last.ExchangeOrderId, default)];
    }
}

using TradingPlatform.Core.Orders;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Tests;

/// <summary>The exchange model is the truth of every run, so it has tests of its own.</summary>
public sealed class VenueModelTests
{
    private readonly World _world = new(
        7, FaultPlan.Draw(7, new HashSet<FaultKind>(Enum.GetValues<FaultKind>())), new Trace(keepsLines: false));

    private readonly VenueAccount _account = new("t1/a1", "key", "secret");

    [Fact]
    public void Binance_refuses_an_id_while_its_order_is_open_and_takes_it_anew_after_that()
    {
        var venue = Venue(Personality.DedupesWhileOpen);
        var first = Place(venue, Resting("x")).Taken!;
        Assert.Equal("Duplicate order sent.", Place(venue, Resting("x")).Refused!.Message);
        Assert.Null(venue.Cancel(first));
        Assert.NotSame(first, Place(venue, Resting("x")).Taken);
        Assert.Equal(2, venue.Known("x").Count);
    }

    [Fact]
    public void Coinbase_Exchange_takes_an_id_as_often_as_it_comes()
    {
        var venue = Venue(Personality.DedupesNever);
        Assert.NotSame(Place(venue, Resting("x")).Taken, Place(venue, Resting("x")).Taken);
    }

    [Fact]
    public void Coinbase_Advanced_answers_a_known_id_with_its_first_order_also_when_that_has_ended()
    {
        var venue = Venue(Personality.ReplaysTheOriginal);
        var first = Place(venue, Resting("x")).Taken!;
        venue.Cancel(first);
        Assert.Same(first, Place(venue, Resting("x")).Taken);
        Assert.Single(venue.Known("x"));
    }

    [Fact]
    public void Trades_add_up_to_the_order_and_to_the_balances()
    {
        var venue = Venue(Personality.DedupesWhileOpen);
        var (btc, usdt) = (_account.Totals["BTC"], _account.Totals["USDT"]);
        var order = Place(venue, Resting("x") with { Type = OrderType.Market, Price = 0 }).Taken!;
        var trades = _account.Trades.Where(trade => trade.Order == order).ToList();
        Assert.Equal(order.Executed, trades.Sum(trade => trade.Quantity));
        Assert.Equal(order.Quote, trades.Sum(trade => trade.Quote));
        Assert.Equal(btc + order.Executed - trades.Sum(trade => trade.Commission), _account.Totals["BTC"]);
        Assert.Equal(usdt - order.Quote, _account.Totals["USDT"]);
    }

    [Fact]
    public void The_fill_of_one_leg_ends_the_other()
    {
        var venue = Venue(Personality.DedupesWhileOpen);
        var (limit, stop, _) = venue.PlacePair(
            _account, Resting("l") with { Type = OrderType.LimitMaker },
            Resting("s") with { Type = OrderType.StopLossLimit, StopPrice = 45_000 });
        VenueMatching.Fill(venue, limit!, limit!.Left, _world.Market);
        Assert.Equal(("FILLED", "EXPIRED"), (limit.Status, stop!.Status));
    }

    [Fact]
    public void A_filled_order_cannot_be_cancelled_and_stays_as_it_was()
    {
        var venue = Venue(Personality.DedupesWhileOpen);
        var order = Place(venue, Resting("x")).Taken!;
        VenueMatching.Fill(venue, order, order.Left, _world.Market);
        Assert.Equal(-2011, venue.Cancel(order)!.Code);
        Assert.Equal("FILLED", order.Status);
    }

    [Fact]
    public void A_copy_that_trails_shows_an_order_as_it_stood_and_not_at_all_before_it_came()
    {
        var venue = Venue(Personality.DedupesWhileOpen);
        _world.RunUntil(TimeSpan.FromSeconds(10));
        var order = Place(venue, Resting("x")).Taken!;
        _world.RunUntil(TimeSpan.FromSeconds(20));
        venue.Cancel(order);
        Assert.Null(order.AsOf(TimeSpan.FromSeconds(9)));
        Assert.Equal("NEW", order.AsOf(TimeSpan.FromSeconds(15))!.Value.Status);
        Assert.Equal("CANCELED", order.AsOf(TimeSpan.FromSeconds(20))!.Value.Status);
    }

    private static NewOrder Resting(string id) => new(id, Listing.All[0], OrderSide.Buy, OrderType.Limit)
    {
        Quantity = 0.01m, Price = 40_000m,
    };

    // By chance one in a hundred is refused; it is asked again.
    private (VenueOrder? Taken, VenueRefusal? Refused) Place(VenueModel venue, NewOrder asked)
    {
        var answer = venue.Place(_account, asked);
        return answer.Refused is { Message: var words } && words.Contains("balance", StringComparison.Ordinal)
            ? Place(venue, asked)
            : answer;
    }

    private VenueModel Venue(Personality personality)
    {
        var venue = new VenueModel(_world, personality);
        venue.Accounts.Add(_account);
        return venue;
    }
}

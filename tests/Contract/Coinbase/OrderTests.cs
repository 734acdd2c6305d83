using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;

namespace TradingPlatform.Contract.Coinbase;

public sealed class ExchangeApiOrderTests : OrderSuite
{
    [Fact]
    public async Task What_is_priced_in_dollars_has_a_value_in_tether()
    {
        Assert.Equal(2m, await UnitValue.FindAsync(Exchange, Asset.Parse("USD"), default));
        Assert.Null(await UnitValue.FindAsync(Exchange, Asset.Parse("DOGE"), default));
    }

    internal override IVenue Open() => new ExchangeApiVenue(TimeProvider.System);
}

public sealed class AdvancedOrderTests : OrderSuite
{
    [Fact]
    public async Task Trades_of_one_moment_are_each_told_and_end()
    {
        Venue.Books.OneMoment = DateTimeOffset.UtcNow;
        var id = NewId();
        await PlaceAsync(Limit, id);
        var (told, next) = (new List<string>(), (string?)null);
        for (var page = 1; page < 10 && (page == 1 || next is not null); page++)
        {
            // Two more come while the first are read.
            if (page <= 2)
            {
                Venue.Books.Fill(id.Text, 0.001m);
                Venue.Books.Fill(id.Text, 0.001m);
            }

            var read = await Exchange.GetTradesAsync(Pair, DateTimeOffset.UnixEpoch, next, default);
            told.AddRange(read.Fills.Select(fill => fill.TradeId));
            next = read.Next;
        }

        Assert.Null(next);
        Assert.Equal(Venue.Books.Trades.Select(Venue.TradeId), told);
    }

    internal override IVenue Open() => new AdvancedVenue(TimeProvider.System);
}

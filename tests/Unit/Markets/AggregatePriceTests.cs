using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Unit.Markets;

/// <summary>FAILURES.md F17: one source that is wrong moves nothing and triggers nothing.</summary>
public sealed class AggregatePriceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 8, 12, 0, 0, TimeSpan.Zero);
    private static readonly PriceTolerance Tolerance = new();

    [Fact]
    public void Three_sources_that_agree_are_believed()
    {
        var price = Of(Source(50_000), Source(50_010), Source(49_990));

        Assert.Equal((50_000m, 1m, true), (price.Middle!.Value.Value, price.Confidence, price.MayTrigger));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25_000)]
    [InlineData(49_000)]
    [InlineData(51_000)]
    [InlineData(1_000_000)]
    public void F17_One_source_that_is_wrong_does_not_move_the_price(int wrong)
    {
        var price = Of(Source(50_000), Source(50_010), Source(49_990), Source(wrong));

        Assert.InRange(price.Middle!.Value.Value, 49_990, 50_010);
        Assert.Equal(PriceFault.Outlier, price.Faults[3]);
    }

    [Fact]
    public void F17_Of_three_sources_one_that_is_wrong_leaves_two()
    {
        var price = Of(Source(50_000), Source(50_010), Source(30_000));

        Assert.Equal((50_005m, 0.6m), (price.Middle!.Value.Value, price.Confidence));
    }

    [Fact]
    public void F17_A_single_source_never_triggers_whatever_it_says()
    {
        var price = Of(Source(1));

        Assert.Equal((0.3m, false), (price.Confidence, price.MayTrigger));
    }

    [Fact]
    public void F17_Two_sources_that_disagree_trigger_nothing() =>
        Assert.False(Of(Source(50_000), Source(30_000)).MayTrigger);

    [Fact]
    public void F17_Two_camps_with_nobody_to_decide_trigger_nothing() =>
        Assert.False(Of(Source(50_000), Source(50_001), Source(30_000), Source(30_001)).MayTrigger);

    [Fact]
    public void F17_Crossed_wide_stale_and_frozen_books_are_worth_nothing()
    {
        var crossed = Source(50_000) with { Quote = Quote(50_001, 50_000, Now) };
        var wide = Source(50_000) with { Quote = Quote(10, 100_000, Now) };
        var stale = Source(50_000) with { Quote = Quote(49_999, 50_001, Now - TimeSpan.FromSeconds(16)) };
        var frozen = Source(50_000) with { ChangedAt = Now - TimeSpan.FromHours(3) };

        var price = Of(crossed, wide, stale, frozen);

        Assert.Equal(
            [PriceFault.Crossed, PriceFault.Wide, PriceFault.Stale, PriceFault.Frozen],
            price.Faults.AsEnumerable());
        Assert.Equal((null, 0m, false), (price.Middle, price.Confidence, price.MayTrigger));
    }

    [Fact]
    public void Sources_that_agree_to_the_last_digit_do_not_make_a_near_one_an_outlier() =>
        Assert.DoesNotContain(
            PriceFault.Outlier, Of(Source(50_000), Source(50_000), Source(50_000), Source(50_050)).Faults);

    [Fact]
    public void Whatever_one_source_of_four_says_the_price_stays_between_those_of_the_others()
    {
        for (var wrong = 1m; wrong < 10_000_000; wrong *= 1.1m)
        {
            var price = Of(Source(50_000), Source(50_020), Source(49_980), Source(wrong));
            Assert.InRange(price.Middle!.Value.Value, 49_980, 50_020);
        }
    }

    private static AggregatePrice Of(params PriceSource[] sources) => AggregatePrice.Of(sources, Tolerance, Now);

    private static PriceSource Source(decimal middle) =>
        new(ExchangeId.Binance, Quote(middle * 0.9999m, middle * 1.0001m, Now), Now);

    private static MarketQuote Quote(decimal bid, decimal ask, DateTimeOffset at) =>
        new(Symbol.Parse("BTC-USDT"), new Price(bid), new Price(ask), at);
}

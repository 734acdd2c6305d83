using TradingPlatform.Core.Markets;

namespace TradingPlatform.Contract.Binance;

/// <summary>F15: what may be traded, and by which rules, as the exchange states it.</summary>
public sealed class RulesTests : TestBed
{
    [Fact]
    public async Task F15_Every_filter_becomes_a_rule_and_a_zero_switches_its_bound_off()
    {
        var instrument = (await Exchange.FindInstrumentAsync(Pair, default))!;
        Assert.Equal(12, instrument.Rules.Length);
        Assert.Contains(new InstrumentRule.PriceGrid("PRICE_FILTER", 0.01m, null, 0.01m), instrument.Rules);
        Assert.Contains(new InstrumentRule.Lot("MARKET_LOT_SIZE", null, 100m, null, true), instrument.Rules);
        Assert.Contains(new InstrumentRule.Notional("NOTIONAL", 5m, 9000000m, true, false), instrument.Rules);
        Assert.Contains(new InstrumentRule.Trailing("TRAILING_DELTA", 10, 2000, 10, 2000), instrument.Rules);
        Assert.Equal(7, instrument.OrderTypes.Count);
        Assert.False((await Exchange.FindInstrumentAsync(Symbol.Parse("ETH-USDT"), default))!.Trading);
        Assert.Null(await Exchange.FindInstrumentAsync(Symbol.Parse("NO-PAIR"), default));
    }

    [Fact]
    public async Task F15_The_rules_are_read_once_for_all_again_after_an_hour_and_when_forgotten()
    {
        const string Call = "GET /api/v3/exchangeInfo";
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Exchange.FindInstrumentAsync(Pair, default)));
        Assert.Equal(1, Server.Count(Call));
        Clock.Advance(TimeSpan.FromMinutes(49));
        await Exchange.FindInstrumentAsync(Pair, default);
        Assert.Equal(1, Server.Count(Call));
        Clock.Advance(TimeSpan.FromMinutes(11));
        await Exchange.FindInstrumentAsync(Pair, default);
        Assert.Equal(2, Server.Count(Call));
        Exchange.ForgetInstruments();
        await Exchange.FindInstrumentAsync(Pair, default);
        Assert.Equal(3, Server.Count(Call));
    }
}

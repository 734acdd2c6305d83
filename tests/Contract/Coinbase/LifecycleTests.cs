using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;

namespace TradingPlatform.Contract.Coinbase;

public sealed class ExchangeApiLifecycleTests : LifecycleSuite
{
    [Fact]
    public async Task What_is_priced_in_dollars_has_a_value_in_tether()
    {
        Assert.Equal(2m, await UnitValue.FindAsync(Exchange, Asset.Parse("USD"), default));
        Assert.Null(await UnitValue.FindAsync(Exchange, Asset.Parse("DOGE"), default));
    }

    internal override IVenue Open() => new ExchangeApiVenue(TimeProvider.System);
}

public sealed class AdvancedLifecycleTests : LifecycleSuite
{
    internal override IVenue Open() => new AdvancedVenue(TimeProvider.System);
}

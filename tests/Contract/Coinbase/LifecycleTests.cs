using TradingPlatform.Contract.Venues;

namespace TradingPlatform.Contract.Coinbase;

public sealed class ExchangeApiLifecycleTests : LifecycleSuite
{
    internal override IVenue Open() => new ExchangeApiVenue(TimeProvider.System);
}

public sealed class AdvancedLifecycleTests : LifecycleSuite
{
    internal override IVenue Open() => new AdvancedVenue(TimeProvider.System);
}

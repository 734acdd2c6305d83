using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Binance;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Binance;

public sealed class BinanceLifecycleTests : LifecycleContract
{
    protected override async Task<IVenueDouble> OpenAsync() => await SimulatedVenue.OpenAsync();
}

public sealed class BinanceCutStreamsTests(ITestOutputHelper output) : CutStreamsContract(output)
{
    protected override ExchangeId Exchange => ExchangeId.Binance;

    protected override async Task<IVenueDouble> OpenAsync() => await SimulatedVenue.OpenAsync();
}

public sealed class BinanceBookTests(ITestOutputHelper output) : BookContract(output)
{
    protected override int Depth => new BinanceOptions().BookDepth;

    protected override async Task<IVenueDouble> OpenAsync() => await SimulatedVenue.OpenAsync();
}

public sealed class BinanceFollowedStreamTests(ITestOutputHelper output) : FollowedStreamContract(output)
{
    protected override ExchangeId Exchange => ExchangeId.Binance;

    protected override TimeSpan Silence => TimeSpan.FromSeconds(45);

    protected override async Task<IVenueDouble> OpenAsync(TimeProvider clock) =>
        await SimulatedVenue.OpenAsync(clock: clock);
}

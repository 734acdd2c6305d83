using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Bitget;

public sealed class BitgetSpotLifecycleTests : LifecycleContract
{
    protected override async Task<IVenueDouble> OpenAsync() => await BitgetDouble.OpenAsync(isFutures: false);
}

public sealed class BitgetFuturesLifecycleTests : LifecycleContract
{
    protected override async Task<IVenueDouble> OpenAsync() => await BitgetDouble.OpenAsync(isFutures: true);
}

public sealed class BitgetSpotCutStreamsTests(ITestOutputHelper output) : CutStreamsContract(output)
{
    protected override ExchangeId Exchange => ExchangeId.Bitget;

    protected override async Task<IVenueDouble> OpenAsync() => await BitgetDouble.OpenAsync(isFutures: false);
}

public sealed class BitgetFuturesCutStreamsTests(ITestOutputHelper output) : CutStreamsContract(output)
{
    protected override ExchangeId Exchange => ExchangeId.BitgetFutures;

    protected override async Task<IVenueDouble> OpenAsync() => await BitgetDouble.OpenAsync(isFutures: true);
}

public sealed class BitgetSpotFollowedStreamTests(ITestOutputHelper output) : FollowedStreamContract(output)
{
    protected override ExchangeId Exchange => ExchangeId.Bitget;

    protected override TimeSpan Silence => TimeSpan.FromSeconds(45);

    protected override async Task<IVenueDouble> OpenAsync(TimeProvider clock) =>
        await BitgetDouble.OpenAsync(isFutures: false, clock);
}

public sealed class BitgetFuturesFollowedStreamTests(ITestOutputHelper output) : FollowedStreamContract(output)
{
    protected override ExchangeId Exchange => ExchangeId.BitgetFutures;

    protected override TimeSpan Silence => TimeSpan.FromSeconds(45);

    protected override async Task<IVenueDouble> OpenAsync(TimeProvider clock) =>
        await BitgetDouble.OpenAsync(isFutures: true, clock);
}

public sealed class BitgetSpotSilentMarketTests(ITestOutputHelper output) : SilentMarketContract(output)
{
    protected override TimeSpan Silence => TimeSpan.FromSeconds(45);

    protected override async Task<IVenueDouble> OpenAsync(TimeProvider clock) =>
        await BitgetDouble.OpenAsync(isFutures: false, clock);
}

public sealed class BitgetFuturesSilentMarketTests(ITestOutputHelper output) : SilentMarketContract(output)
{
    protected override TimeSpan Silence => TimeSpan.FromSeconds(45);

    protected override async Task<IVenueDouble> OpenAsync(TimeProvider clock) =>
        await BitgetDouble.OpenAsync(isFutures: true, clock);
}

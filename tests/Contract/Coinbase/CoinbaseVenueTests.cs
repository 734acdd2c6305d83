using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Coinbase;

public sealed class ExchangeApiLifecycleTests : LifecycleContract
{
    protected override Task<IVenueDouble> OpenAsync() => Doubles.ExchangeApiAsync();
}

public sealed class AdvancedLifecycleTests : LifecycleContract
{
    protected override Task<IVenueDouble> OpenAsync() => Doubles.AdvancedAsync();
}

public sealed class ExchangeApiCutStreamsTests(ITestOutputHelper output) : CutStreamsContract(output)
{
    protected override ExchangeId Exchange => ExchangeId.Coinbase;

    protected override Task<IVenueDouble> OpenAsync() => Doubles.ExchangeApiAsync();
}

public sealed class AdvancedCutStreamsTests(ITestOutputHelper output) : CutStreamsContract(output)
{
    protected override ExchangeId Exchange => ExchangeId.Coinbase;

    protected override Task<IVenueDouble> OpenAsync() => Doubles.AdvancedAsync();
}

public sealed class ExchangeApiFollowedStreamTests(ITestOutputHelper output) : FollowedStreamContract(output)
{
    protected override ExchangeId Exchange => ExchangeId.Coinbase;

    protected override TimeSpan Silence => Quick.Options.FeedSilence;

    protected override Task<IVenueDouble> OpenAsync(TimeProvider clock) => Doubles.ExchangeApiAsync(clock);
}

public sealed class AdvancedFollowedStreamTests(ITestOutputHelper output) : FollowedStreamContract(output)
{
    // The numbers show it, so that nothing has to wait for a sweep.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    [Fact]
    public Task F05_Fills_whose_number_is_missing_at_the_next_heartbeat_are_caught_up_at_once() => FillTwiceAfterAsync(
        () =>
        {
            Server.Faults.Lose(2);
            Assert.Single(Server.Peers).NextNumber();
        },
        AtOnce);

    [Fact]
    public Task F05_Numbers_out_of_their_order_are_caught_up_at_once() =>
        FillTwiceAfterAsync(() => Assert.Single(Server.Peers).SwapsNext = true, AtOnce);

    private DialectServer Server => ((VenueDouble)Venue).Server;

    protected override ExchangeId Exchange => ExchangeId.Coinbase;

    protected override TimeSpan Silence => Quick.Options.FeedSilence;

    protected override Task<IVenueDouble> OpenAsync(TimeProvider clock) => Doubles.AdvancedAsync(clock);
}

public sealed class ExchangeApiSilentMarketTests(ITestOutputHelper output) : SilentMarketContract(output)
{
    protected override TimeSpan Silence => Quick.Options.FeedSilence;

    protected override Task<IVenueDouble> OpenAsync(TimeProvider clock) => Doubles.ExchangeApiAsync(clock);
}

public sealed class AdvancedSilentMarketTests(ITestOutputHelper output) : SilentMarketContract(output)
{
    protected override TimeSpan Silence => Quick.Options.FeedSilence;

    protected override Task<IVenueDouble> OpenAsync(TimeProvider clock) => Doubles.AdvancedAsync(clock);
}

/// <summary>Both APIs, with strangers to trade with.</summary>
internal static class Doubles
{
    public static async Task<IVenueDouble> ExchangeApiAsync(TimeProvider? clock = null) => await VenueDouble.OpenAsync(
        new ExchangeApiVenue(clock ?? TimeProvider.System, Quick.Options, new Strangers()), clock is not null);

    public static async Task<IVenueDouble> AdvancedAsync(TimeProvider? clock = null) => await VenueDouble.OpenAsync(
        new AdvancedVenue(clock ?? TimeProvider.System, Quick.Options, new Strangers()), clock is not null);
}

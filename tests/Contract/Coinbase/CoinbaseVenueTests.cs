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

/// <summary>Both APIs, with strangers to trade with.</summary>
internal static class Doubles
{
    public static async Task<IVenueDouble> ExchangeApiAsync() => await VenueDouble.OpenAsync(
        new ExchangeApiVenue(TimeProvider.System, Quick.Options, new Strangers()));

    public static async Task<IVenueDouble> AdvancedAsync() => await VenueDouble.OpenAsync(
        new AdvancedVenue(TimeProvider.System, Quick.Options, new Strangers()));
}

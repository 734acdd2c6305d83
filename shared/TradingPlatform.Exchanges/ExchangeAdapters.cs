using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Binance;
using TradingPlatform.Exchanges.Bitget;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Paper;

namespace TradingPlatform.Exchanges;

/// <summary>The ways to the exchanges, for any host.</summary>
public static class ExchangeAdapters
{
    /// <summary>
    /// Registers every exchange's connector. The setting <c>Exchanges:PaperUrl</c> is the simulated exchange's origin;
    /// without it paper accounts cannot be linked or traded on.
    /// </summary>
    /// <exception cref="InvalidOperationException">The setting is no origin.</exception>
    public static IServiceCollection Add(IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, Origin(configuration["Exchanges:PaperUrl"]));
    }

    /// <summary>Registers every exchange's connector.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="paper">The simulated exchange's origin, or null where none runs.</param>
    public static IServiceCollection Add(IServiceCollection services, Uri? paper)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<ExchangeSilences>();
        services.AddSingleton<IPaperExchange>(new PaperExchange(new HttpClient(), paper));
        services.AddSingleton<IExchangeConnector>(provider => new BinanceConnector(
            new BinanceOptions { Paper = paper },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            silences: provider.GetRequiredService<ExchangeSilences>()));
        services.AddSingleton<IExchangeConnector>(provider => new CoinbaseConnector(
            new CoinbaseOptions(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            silences: provider.GetRequiredService<ExchangeSilences>()));
        services.AddSingleton(provider => new BitgetConnectors(
            new BitgetOptions(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            silences: provider.GetRequiredService<ExchangeSilences>()));
        services.AddSingleton(provider => provider.GetRequiredService<BitgetConnectors>().Spot);
        services.AddSingleton(provider => provider.GetRequiredService<BitgetConnectors>().Futures);
        return services;
    }

    private static Uri? Origin(string? text) => text switch
    {
        null or "" => null,
        _ when Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" => uri,
        _ => throw new InvalidOperationException("The setting Exchanges:PaperUrl is no origin."),
    };
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingPlatform.Core.Accounts;

namespace TradingPlatform.Hosting.Functions;

/// <summary>What every function needs that opens exchange accounts.</summary>
public static class AccountServices
{
    /// <summary>Registers accounts, their trails, and the way to their exchanges; what is registered is kept.</summary>
    public static IServiceCollection AddExchangeAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton<AccountRepository>();
        services.TryAddSingleton<AccountTrail>();
        services.TryAddSingleton<AccountAudit>();
        services.TryAddSingleton<AccountKeys>();
        services.TryAddSingleton<ExchangeConnections>();
        return services;
    }
}

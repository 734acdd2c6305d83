using TradingPlatform.Credentials;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.MarketData;
using TradingPlatform.Orders;
using TradingPlatform.Reconciliation;

namespace TradingPlatform.LocalHost.Verbs;

/// <summary>
/// <c>bootstrap FUNCTION</c>, which <c>invoke</c> starts: the function's own bootstrap, <see cref="FunctionHost"/>, as
/// its executable runs it, but over the adapters of a laptop. The function's own executable carries AWS's alone: SQLite
/// stays out of everything that runs on Lambda.
/// </summary>
internal static class BootstrapVerb
{
    private static readonly Dictionary<string, Func<string[], LocalAdapters, Task>> Bootstraps =
        new(StringComparer.Ordinal)
        {
            [OrdersModule.Name] = RunAsync<OrdersModule>,
            [CredentialsModule.Name] = RunAsync<CredentialsModule>,
            [ReconciliationModule.Name] = RunAsync<ReconciliationModule>,
            [MarketDataModule.Name] = RunAsync<MarketDataModule>,
        };

    /// <summary>The functions that there are.</summary>
    public static IEnumerable<string> Functions => Bootstraps.Keys;

    /// <summary>Runs the function until its process is ended.</summary>
    public static async Task<int> RunAsync(string function, LocalSettings settings, CancellationToken cancellation)
    {
        await using var adapters = await LocalAdapters.OpenAsync(settings, cancellation);
        await Bootstraps[function](adapters.HostArguments, adapters);
        return 0;
    }

    private static Task RunAsync<TModule>(string[] args, LocalAdapters adapters)
        where TModule : IFunctionModule, new() =>
        FunctionHost.RunAsync<TModule>(args, (services, _) => adapters.AddTo(services));
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Storage;
using TradingPlatform.LocalHost;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>
/// The local host with a store and a vault that end the process, as <c>kill -9</c> does, at a chosen write of a chosen
/// call: before the write, or once it has happened.
/// </summary>
internal static class FragileHost
{
    /// <summary>The correlation id of the call that the process does not survive.</summary>
    public const string Doomed = "doomed";

    /// <summary>Serves until it is ended. Arguments: data folder, exchange, stop.</summary>
    public static async Task RunAsync(string[] args)
    {
        var settings = new LocalSettings
        {
            Urls = "http://127.0.0.1:0", Data = args[0], Exchange = new Uri(args[1]),
        };
        var stop = int.Parse(args[2], CultureInfo.InvariantCulture);
        await using var platform = await LocalPlatform.StartAsync(
            settings, services => Wrap(services, stop), CancellationToken.None);
        Console.WriteLine($"Listening on {platform.Url.ToString().TrimEnd('/')}, until stop {stop}");
        await platform.App.WaitForShutdownAsync();
    }

    private static void Wrap(IServiceCollection services, int stop)
    {
        var store = (IItemStore)services.Last(one => one.ServiceType == typeof(IItemStore)).ImplementationInstance!;
        var vault = services.Last(one => one.ServiceType == typeof(ISecretVault)).ImplementationFactory!;
        services.AddSingleton(provider => new Fuse(provider.GetRequiredService<ICurrentCall>(), stop));
        services.AddSingleton<IItemStore>(provider => new FragileStore(store, provider.GetRequiredService<Fuse>()));
        services.AddSingleton<ISecretVault>(provider => new FragileVault(
            (ISecretVault)vault(provider), provider.GetRequiredService<Fuse>()));
    }

    /// <summary>Counts the stops, and ends the process at the one that was chosen.</summary>
    private sealed class Fuse(ICurrentCall call, int stop)
    {
        private int _stops;

        public async Task<T> WriteAsync<T>(Func<Task<T>> write)
        {
            var isDoomed = call.CorrelationId == Doomed;
            Stop(isDoomed);
            var result = await write();
            Stop(isDoomed);
            return result;
        }

        public Task<bool> WriteAsync(Func<Task> write) => WriteAsync(async () =>
        {
            await write();
            return true;
        });

        private void Stop(bool isDoomed)
        {
            if (isDoomed && Interlocked.Increment(ref _stops) == stop)
            {
                Process.GetCurrentProcess().Kill();
                // The signal is on its way; nothing may be done until it is there.
                new ManualResetEvent(false).WaitOne();
            }
        }
    }

    private sealed class FragileStore(IItemStore store, Fuse fuse) : IItemStore
    {
        public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation) =>
            store.FindAsync(key, cancellation);

        public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation) =>
            store.QueryAsync(query, cancellation);

        public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
            fuse.WriteAsync(() => store.TryPutAsync(item, condition, cancellation));

        public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
            fuse.WriteAsync(() => store.TryDeleteAsync(key, condition, cancellation));

        public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) =>
            fuse.WriteAsync(() => store.AddAsync(add, cancellation));

        public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) =>
            fuse.WriteAsync(() => store.TryTransactAsync(writes, cancellation));
    }

    private sealed class FragileVault(ISecretVault vault, Fuse fuse) : ISecretVault
    {
        public Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation) =>
            fuse.WriteAsync(() => vault.SealAsync(name, value, version, cancellation));

        public Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation) =>
            vault.OpenAsync(name, cancellation);

        public Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation) =>
            vault.OpenPreviousAsync(name, cancellation);

        public Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation) =>
            fuse.WriteAsync(() => vault.DestroyPreviousAsync(name, cancellation));

        public Task DestroyAsync(SecretName name, CancellationToken cancellation) =>
            fuse.WriteAsync(() => vault.DestroyAsync(name, cancellation));

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) =>
            vault.ListAsync(prefix, cancellation);

        public Task DestroyAsync(string path, CancellationToken cancellation) =>
            fuse.WriteAsync(() => vault.DestroyAsync(path, cancellation));
    }
}

using System.Collections.Concurrent;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Unit.Fakes;

internal sealed class MemoryVault : ISecretVault
{
    public ConcurrentDictionary<string, OpenedSecret> Secrets { get; } = new();

    public Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation)
    {
        Secrets[name.Path] = new OpenedSecret(value, version);
        return Task.CompletedTask;
    }

    public Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation) =>
        Task.FromResult(Secrets.GetValueOrDefault(name.Path));

    public Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation) =>
        Task.FromResult<OpenedSecret?>(null);

    public Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation) => Task.CompletedTask;

    public Task DestroyAsync(SecretName name, CancellationToken cancellation) =>
        DestroyAsync(name.Path, cancellation);

    public async IAsyncEnumerable<string> ListAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var path in Secrets.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)))
        {
            yield return path;
        }
    }

    public Task DestroyAsync(string path, CancellationToken cancellation)
    {
        Secrets.TryRemove(path, out _);
        return Task.CompletedTask;
    }
}

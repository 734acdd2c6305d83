using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Simulation.Platform;

/// <summary>The vault of a run, shared by its computers: two versions of each secret.</summary>
internal sealed class VaultModel : ISecretVault
{
    private readonly SortedDictionary<string, (OpenedSecret Current, OpenedSecret? Previous)> _secrets =
        new(StringComparer.Ordinal);

    public Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation)
    {
        if (!_secrets.TryGetValue(name.Path, out var held))
        {
            _secrets[name.Path] = (new OpenedSecret(value, version), null);
        }
        else if (held.Current.Version != version && held.Previous?.Version != version)
        {
            _secrets[name.Path] = (new OpenedSecret(value, version), held.Current);
        }

        return Task.CompletedTask;
    }

    public Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation) =>
        Task.FromResult<OpenedSecret?>(_secrets.TryGetValue(name.Path, out var held) ? held.Current : null);

    public Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation) =>
        Task.FromResult(_secrets.TryGetValue(name.Path, out var held) ? held.Previous : null);

    public Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation)
    {
        if (_secrets.TryGetValue(name.Path, out var held))
        {
            _secrets[name.Path] = (held.Current, null);
        }

        return Task.CompletedTask;
    }

    public Task DestroyAsync(SecretName name, CancellationToken cancellation) =>
        DestroyAsync(name.Path, cancellation);

    public async IAsyncEnumerable<string> ListAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var path in _secrets.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            yield return path;
        }
    }

    public Task DestroyAsync(string path, CancellationToken cancellation)
    {
        _secrets.Remove(path);
        return Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Unit.Fakes;

/// <summary>A vault in memory; it fails with the store that it is given.</summary>
internal sealed class MemoryVault(MemoryItemStore? fuse = null) : ISecretVault
{
    public ConcurrentDictionary<string, OpenedSecret> Secrets { get; } = new();

    public ConcurrentDictionary<string, OpenedSecret> Previous { get; } = new();

    /// <summary>What is there is damaged.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>How many times a value left it.</summary>
    public int Opened { get; private set; }

    /// <summary>Runs before a value is sealed.</summary>
    public Action? OnSeal { get; set; }

    public Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation)
    {
        OnSeal?.Invoke();
        return WriteAsync(() =>
        {
            if (Secrets.TryGetValue(name.Path, out var current) && current.Version != version)
            {
                Previous[name.Path] = current;
            }

            Secrets[name.Path] = new OpenedSecret(value, version);
        });
    }

    public Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation)
    {
        Opened++;
        return IsUnreadable
            ? throw new SecretUnreadableException(name, "damaged")
            : Task.FromResult(Secrets.GetValueOrDefault(name.Path));
    }

    public Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation) =>
        Task.FromResult(Previous.GetValueOrDefault(name.Path));

    public Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation) =>
        WriteAsync(() => Previous.TryRemove(name.Path, out _));

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

    public Task DestroyAsync(string path, CancellationToken cancellation) => WriteAsync(() =>
    {
        Secrets.TryRemove(path, out _);
        Previous.TryRemove(path, out _);
    });

    private Task WriteAsync(Action write)
    {
        if (fuse is not null)
        {
            return fuse.Write(() =>
            {
                write();
                return true;
            });
        }

        write();
        return Task.CompletedTask;
    }
}

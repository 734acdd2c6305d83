namespace TradingPlatform.Embedded.Vault;

/// <summary>
/// Lets one caller at a time to a secret. A fixed number of locks, shared by digest, so that names that come and go
/// leave nothing behind.
/// </summary>
internal sealed class SecretLocks : IAsyncDisposable
{
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];
    private bool _closed;

    /// <summary>Waits for the secret of a file; disposing the answer lets the next caller in.</summary>
    /// <exception cref="ObjectDisposedException">The vault has been closed: its key is gone.</exception>
    public async Task<Held> EnterAsync(string file, CancellationToken cancellation)
    {
        var place = (StringComparer.Ordinal.GetHashCode(file) & int.MaxValue) % _locks.Length;
        await _locks[place].WaitAsync(cancellation);
        if (_closed)
        {
            _locks[place].Release();
            throw new ObjectDisposedException(nameof(FileVault));
        }

        return new Held(_locks[place]);
    }

    /// <summary>Waits for every caller who is in, and lets no more in.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var each in _locks)
        {
            await each.WaitAsync();
        }

        _closed = true;
        foreach (var each in _locks)
        {
            // Not disposed: a caller may be waiting, and must be told by the flag.
            each.Release();
        }
    }

    /// <summary>A secret that is held.</summary>
    public readonly struct Held(SemaphoreSlim held) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => held.Release();
    }
}

using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Core.Credentials;

/// <summary>
/// Where secrets lie sealed: Secrets Manager in AWS, a file of AES-256-GCM records on a laptop. It keeps versions, so
/// that a key can be changed while orders run.
/// </summary>
/// <remarks>
/// A secret that is there but cannot be opened (wrong key, flipped bit, no access) throws
/// <see cref="SecretUnreadableException"/>, and never answers garbage. A write that was answered is durable.
/// </remarks>
public interface ISecretVault
{
    /// <summary>
    /// Seals a value as the secret's current version; the version before it, if any, stays readable as the previous
    /// one.
    /// </summary>
    /// <param name="name">Which secret.</param>
    /// <param name="value">What to seal, at most 64 KiB in UTF-8.</param>
    /// <param name="version">
    /// The new version's name, a slug (<see cref="Tenancy.Slug"/>) made by the caller. Sealing a version again that is
    /// still held, be it current or previous, does nothing, so that a lost answer can be asked for once more and a late
    /// retry never switches back.
    /// </param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ArgumentException">The value is too large, or the version is no slug.</exception>
    /// <exception cref="InvalidOperationException">
    /// The version is held with another value: a version never changes, and what was asked is not stored.
    /// </exception>
    Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation);

    /// <summary>Opens the current version. Null where there is no such secret.</summary>
    Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation);

    /// <summary>Opens the version before the current one. Null where there is none.</summary>
    Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation);

    /// <summary>Destroys the version before the current one. No such version is no error.</summary>
    Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation);

    /// <summary>
    /// Destroys the secret, all its versions, be they readable or not. No such secret is no error, and the name can be
    /// used anew.
    /// </summary>
    Task DestroyAsync(SecretName name, CancellationToken cancellation);

    /// <summary>
    /// The paths of the secrets below a prefix, so that one which nothing names any more can be found.
    /// </summary>
    /// <remarks>
    /// In no order, and safe to destroy from while it runs. A record whose path cannot be told is reported by a
    /// <see cref="SecretUnreadableException"/> after all the others were given.
    /// </remarks>
    /// <param name="prefix">
    /// Whole words of a path, with or without a last <c>/</c>: <c>exchanges/binance/t1</c> does not give
    /// <c>exchanges/binance/t10/a1</c>. Empty: every secret.
    /// </param>
    /// <param name="cancellation">Ends the listing.</param>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>Destroys what <see cref="ListAsync"/> gave.</summary>
    Task DestroyAsync(string path, CancellationToken cancellation);
}

/// <summary>A secret in the clear, held for no longer than it is needed.</summary>
/// <param name="Value">The text.</param>
/// <param name="Version">Which version it is.</param>
public sealed record OpenedSecret(Secret Value, string Version);

/// <summary>A secret is there and cannot be opened. Its text names the secret and nothing of its content.</summary>
public sealed class SecretUnreadableException : Exception
{
    /// <summary>A secret that was asked for by its name.</summary>
    public SecretUnreadableException(SecretName name, string reason, Exception? inner = null)
        : this(name.ToString(), reason, inner)
    {
    }

    /// <summary>One that was come upon in a listing, by its path or by where it lies.</summary>
    public SecretUnreadableException(string place, string reason, Exception? inner = null)
        : base($"The secret {place} cannot be opened: {reason}.", inner)
    {
    }
}

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
    /// Seals a value as the secret's current version; the version before it, if any, stays readable as the previous one.
    /// </summary>
    /// <param name="name">Which secret.</param>
    /// <param name="value">What to seal, at most 64 KiB.</param>
    /// <param name="version">
    /// The new version's name, made by the caller: sealing the same version again does nothing, so that a lost answer
    /// can be asked for once more.
    /// </param>
    /// <param name="cancellation">Ends the call.</param>
    Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation);

    /// <summary>Opens the current version. Null where there is no such secret.</summary>
    Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation);

    /// <summary>Opens the version before the current one. Null where there is none.</summary>
    Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation);

    /// <summary>Destroys the version before the current one. No such version is no error.</summary>
    Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation);

    /// <summary>Destroys the secret, all its versions. No such secret is no error.</summary>
    Task DestroyAsync(SecretName name, CancellationToken cancellation);

    /// <summary>The names' paths below a prefix, so that a secret which nothing names any more can be found.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>Destroys what <see cref="ListAsync"/> gave.</summary>
    Task DestroyAsync(string path, CancellationToken cancellation);
}

/// <summary>A secret in the clear, held for no longer than it is needed.</summary>
/// <param name="Value">The text.</param>
/// <param name="Version">Which version it is.</param>
public sealed record OpenedSecret(Secret Value, string Version);

/// <summary>A secret is there and cannot be opened. Its text names the secret and nothing of its content.</summary>
public sealed class SecretUnreadableException(SecretName name, string reason)
    : Exception($"The secret {name} cannot be opened: {reason}.");

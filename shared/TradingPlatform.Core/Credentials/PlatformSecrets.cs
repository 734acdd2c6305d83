using TradingPlatform.Core.Accounts;

namespace TradingPlatform.Core.Credentials;

/// <summary>The platform's own signing keys, from the vault; kept for five minutes.</summary>
public sealed class PlatformSecrets(
    ISecretVault vault, SecretTrail trail, ISecretSource source, IIdSource ids, TimeProvider clock)
{
    private const int MostKept = 100;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ShortLived<string, SigningKeys> _kept = new(MostKept, KeptFor, clock);

    /// <summary>The keys of that name; made where the vault has none yet.</summary>
    /// <exception cref="SecretUnreadableException">They cannot be opened, or are no keys.</exception>
    public Task<SigningKeys> GetAsync(SecretName name, CancellationToken cancellation) =>
        _kept.GetAsync(name.Path, () => ReadAsync(name), cancellation);

    /// <summary>Has the keys read anew by the next caller: one of a version was met that is not held here.</summary>
    public void Forget(SecretName name) => _kept.Forget(name.Path);

    private async Task<SigningKeys> ReadAsync(SecretName name)
    {
        await trail.RecordAsync(name.Path, "SecretRead", "sign", CancellationToken.None);
        var current = await vault.OpenAsync(name, CancellationToken.None) ?? await MakeAsync(name);
        var previous = await vault.OpenPreviousAsync(name, CancellationToken.None);
        return new SigningKeys(Read(name, current), previous is null ? null : Read(name, previous));
    }

    // Two who make one at once leave both: the later as the current version, the earlier as the previous one.
    private async Task<OpenedSecret> MakeAsync(SecretName name)
    {
        await trail.RecordAsync(name.Path, "SecretSealed", "there was none", CancellationToken.None);
        await vault.SealAsync(name, source.NewSecret(), ids.NewId(), CancellationToken.None);
        return await vault.OpenAsync(name, CancellationToken.None)
            ?? throw new SecretUnreadableException(name, "it was destroyed as soon as it was made");
    }

    private static SigningKey Read(SecretName name, OpenedSecret opened) =>
        SigningKey.Find(opened.Version, opened.Value)
        ?? throw new SecretUnreadableException(name, "it is no key of 32 bytes or more in base64url");
}

using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Embedded.Vault;

/// <summary>
/// Secrets Manager's side of a rotation, over a vault that knows no pending versions: until it is made the current one,
/// the new version lies in a secret of its own beside.
/// </summary>
/// <remarks>
/// Nobody begins a rotation here but who calls its steps, so a version that is not known is one that has just begun.
/// </remarks>
public sealed class VaultRotation(ISecretVault vault) : IRotatingSecrets
{
    private const string Place = "/platform/";

    // What AWS hangs on a name to make an ARN of it: a hyphen and six characters.
    private const int ArnSuffix = 7;

    /// <inheritdoc/>
    public async Task<RotationStanding> FindAsync(string secretId, string version, CancellationToken cancellation)
    {
        var isCurrent = (await vault.OpenAsync(Name(secretId), cancellation))?.Version == version;
        return new RotationStanding(IsEnabled: true, IsPending: !isCurrent, isCurrent);
    }

    /// <inheritdoc/>
    public async Task<Secret?> FindPendingAsync(string secretId, string version, CancellationToken cancellation) =>
        await vault.OpenAsync(Pending(secretId), cancellation) is { } pending && pending.Version == version
            ? pending.Value
            : null;

    /// <inheritdoc/>
    public async Task PutPendingAsync(
        string secretId, string version, Secret value, Secret? proof, CancellationToken cancellation)
    {
        if (await FindPendingAsync(secretId, version, cancellation) is null)
        {
            // What an earlier rotation left half way is given up with this.
            await vault.DestroyAsync(Pending(secretId), cancellation);
            await vault.SealAsync(Pending(secretId), value, version, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task PromoteAsync(string secretId, string version, CancellationToken cancellation)
    {
        if (await FindPendingAsync(secretId, version, cancellation) is { } value)
        {
            await vault.SealAsync(Name(secretId), value, version, cancellation);
            await vault.DestroyAsync(Pending(secretId), cancellation);
        }
    }

    private static SecretName Name(string secretId) => SecretName.ForPlatform(Word(secretId));

    private static SecretName Pending(string secretId) => SecretName.ForPlatform(Word(secretId) + "--pending");

    private static string Word(string secretId)
    {
        var at = secretId.LastIndexOf(Place, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new InvalidOperationException("Only the platform's own secrets are rotated.");
        }

        var word = secretId[(at + Place.Length)..];
        return secretId.StartsWith("arn:", StringComparison.Ordinal) && word.Length > ArnSuffix
            ? word[..^ArnSuffix]
            : word;
    }
}

using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Core.Credentials;

/// <summary>
/// Rotates the platform's own secrets, step by step, as Secrets Manager asks for it: keys that sign requests between
/// functions, and webhooks.
/// </summary>
/// <remarks>
/// Each step can come again, at any time, and whatever became of its earlier call: what is done already is left, and
/// the same version ends with the same value. A step that cannot be done throws, and Secrets Manager begins again.
/// Verifiers accept the current and the previous version, and look for a version that they do not know, so nothing is
/// refused in between.
/// </remarks>
public sealed class RotatePlatformSecret(IRotatingSecrets secrets, ISecretSource source, SecretTrail trail)
{
    /// <summary><c>createSecret</c>: makes the value, where the version has none yet.</summary>
    public async Task CreateAsync(string secretId, string version, Secret? proof, CancellationToken cancellation)
    {
        if (!await IsDoneAsync(secretId, version, cancellation)
            && await secrets.FindPendingAsync(secretId, version, cancellation) is null)
        {
            await trail.RecordAsync(secretId, "SecretSealed", "rotation: create", cancellation);
            await secrets.PutPendingAsync(secretId, version, source.NewSecret(), proof, cancellation);
        }
    }

    /// <summary>
    /// <c>setSecret</c>: there is no other service to tell. Signers and verifiers read the vault themselves.
    /// </summary>
    public async Task SetAsync(string secretId, string version, CancellationToken cancellation)
    {
        if (!await IsDoneAsync(secretId, version, cancellation))
        {
            await PendingAsync(secretId, version, "rotation: set", cancellation);
        }
    }

    /// <summary><c>testSecret</c>: signs with the new version, and checks what it signed.</summary>
    public async Task TestAsync(string secretId, string version, CancellationToken cancellation)
    {
        if (await IsDoneAsync(secretId, version, cancellation))
        {
            return;
        }

        var key = SigningKey.Find(
            version, await PendingAsync(secretId, version, "rotation: test", cancellation));
        if (key?.HasSigned("a test of the new key"u8, key.Sign("a test of the new key"u8)) is not true)
        {
            throw new InvalidOperationException("The new version is no key that signs.");
        }
    }

    /// <summary><c>finishSecret</c>: makes the new version the current one.</summary>
    public async Task FinishAsync(string secretId, string version, CancellationToken cancellation)
    {
        if (!await IsDoneAsync(secretId, version, cancellation))
        {
            await PendingAsync(secretId, version, "rotation: finish", cancellation);
            await trail.RecordAsync(secretId, "SecretRotated", "rotation: finish", cancellation);
            await secrets.PromoteAsync(secretId, version, cancellation);
        }
    }

    private async Task<bool> IsDoneAsync(string secretId, string version, CancellationToken cancellation)
    {
        var standing = await secrets.FindAsync(secretId, version, cancellation);
        return standing switch
        {
            { IsEnabled: false } => throw new InvalidOperationException("The secret does not rotate."),
            { IsCurrent: true } => true,
            { IsPending: true } => false,
            _ => throw new InvalidOperationException("The version is not one that is being made."),
        };
    }

    private async Task<Secret> PendingAsync(
        string secretId, string version, string why, CancellationToken cancellation)
    {
        await trail.RecordAsync(secretId, "SecretRead", why, cancellation);
        return await secrets.FindPendingAsync(secretId, version, cancellation)
            ?? throw new InvalidOperationException("The version has no value yet.");
    }
}

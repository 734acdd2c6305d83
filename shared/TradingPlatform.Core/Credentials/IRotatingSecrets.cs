using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Core.Credentials;

/// <summary>
/// A secret of the platform's own while it is rotated, as Secrets Manager does it: the new version is pending until it
/// is made the current one, and the one before stays as the previous one.
/// </summary>
/// <remarks>
/// Secrets are named as the rotation's event names them: by their ARN in AWS. One that is not the platform's own,
/// such as a tenant's exchange key, is refused with an <see cref="InvalidOperationException"/>.
/// </remarks>
public interface IRotatingSecrets
{
    /// <summary>How a version stands.</summary>
    Task<RotationStanding> FindAsync(string secretId, string version, CancellationToken cancellation);

    /// <summary>The value of the pending version. Null where it has none yet.</summary>
    Task<Secret?> FindPendingAsync(string secretId, string version, CancellationToken cancellation);

    /// <summary>Gives the pending version its value. Doing it again with the same value does nothing.</summary>
    /// <param name="secretId">Which secret.</param>
    /// <param name="version">The pending version.</param>
    /// <param name="value">Its value.</param>
    /// <param name="proof">What the rotation's event gave to go with the value; null for none.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task PutPendingAsync(
        string secretId, string version, Secret value, Secret? proof, CancellationToken cancellation);

    /// <summary>Makes the pending version the current one.</summary>
    Task PromoteAsync(string secretId, string version, CancellationToken cancellation);
}

/// <summary>How a version of a secret stands in a rotation.</summary>
/// <param name="IsEnabled">The secret rotates.</param>
/// <param name="IsPending">The version is being made.</param>
/// <param name="IsCurrent">The version is the current one.</param>
public sealed record RotationStanding(bool IsEnabled, bool IsPending, bool IsCurrent);

using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Aws.Vault;

/// <summary>The platform's own secrets in Secrets Manager, while it rotates them.</summary>
/// <param name="client">Not disposed here; repeats what was throttled by itself.</param>
/// <param name="place">Where the environment's secrets lie.</param>
public sealed class SecretsManagerRotation(IAmazonSecretsManager client, VaultPlace place) : IRotatingSecrets
{
    private const string Pending = "AWSPENDING";

    /// <inheritdoc/>
    public async Task<RotationStanding> FindAsync(string secretId, string version, CancellationToken cancellation)
    {
        var secret = await DescribeAsync(secretId, cancellation);
        var stages = secret.VersionIdsToStages?.GetValueOrDefault(version) ?? [];
        return new RotationStanding(
            secret.RotationEnabled is true,
            stages.Contains(Pending, StringComparer.Ordinal),
            stages.Contains(VersionStages.Current, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public async Task<Secret?> FindPendingAsync(string secretId, string version, CancellationToken cancellation)
    {
        Check(secretId);
        try
        {
            var answer = await client.GetSecretValueAsync(
                new GetSecretValueRequest { SecretId = secretId, VersionId = version, VersionStage = Pending },
                cancellation);
            return answer.SecretString is { } text ? new Secret(text) : null;
        }
        catch (ResourceNotFoundException)
        {
            // The version is there, and has no value yet.
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task PutPendingAsync(
        string secretId, string version, Secret value, Secret? proof, CancellationToken cancellation)
    {
        Check(secretId);
        try
        {
            await client.PutSecretValueAsync(
                new PutSecretValueRequest
                {
                    SecretId = secretId,
                    ClientRequestToken = version,
                    SecretString = value.Reveal(),
                    VersionStages = [Pending],
                    RotationToken = proof?.Reveal(),
                },
                cancellation);
        }
        catch (ResourceExistsException)
        {
            // Another call of this step came first: its value is the version's.
        }
    }

    /// <inheritdoc/>
    public async Task PromoteAsync(string secretId, string version, CancellationToken cancellation)
    {
        var current = (await DescribeAsync(secretId, cancellation)).FindVersion(VersionStages.Current);
        if (string.Equals(current, version, StringComparison.Ordinal))
        {
            return;
        }

        await client.UpdateSecretVersionStageAsync(
            new UpdateSecretVersionStageRequest
            {
                SecretId = secretId,
                VersionStage = VersionStages.Current,
                MoveToVersionId = version,
                RemoveFromVersionId = current,
            },
            cancellation);
    }

    private async Task<DescribeSecretResponse> DescribeAsync(string secretId, CancellationToken cancellation)
    {
        Check(secretId);
        return await client.FindSecretAsync(secretId, cancellation)
            ?? throw new InvalidOperationException("There is no such secret.");
    }

    // arn:aws:secretsmanager:eu-west-1:123456789012:secret:/trading-platform/prod/platform/internal-requests-AbCdEf
    private void Check(string secretId)
    {
        var name = secretId[(secretId.IndexOf(":secret:", StringComparison.Ordinal) is var at and >= 0
            ? at + ":secret:".Length
            : 0)..];
        if (!name.StartsWith(place.Prefix + "platform/", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("Only the platform's own secrets are rotated.");
        }
    }
}

using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace TradingPlatform.Aws.Vault;

/// <summary>The stages that Secrets Manager moves by itself, and which version has them.</summary>
internal static class VersionStages
{
    internal const string Current = "AWSCURRENT";
    internal const string Previous = "AWSPREVIOUS";

    /// <summary>Null where there is no such secret.</summary>
    internal static async Task<DescribeSecretResponse?> FindSecretAsync(
        this IAmazonSecretsManager client, string id, CancellationToken cancellation)
    {
        try
        {
            return await client.DescribeSecretAsync(new DescribeSecretRequest { SecretId = id }, cancellation);
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Null where no version has the stage.</summary>
    internal static string? FindVersion(this DescribeSecretResponse secret, string stage) => secret.VersionIdsToStages?
        .FirstOrDefault(version => version.Value.Contains(stage, StringComparer.Ordinal)).Key;

    /// <summary>Whether the version is one that readers can still ask for.</summary>
    internal static bool Holds(this DescribeSecretResponse secret, string version) =>
        secret.VersionIdsToStages is { } versions && versions.TryGetValue(version, out var stages) && AreHeld(stages);

    internal static bool AreHeld(IReadOnlyCollection<string>? stages) =>
        stages?.Any(stage => stage is Current or Previous) is true;
}

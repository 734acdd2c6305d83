using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>Secrets Manager: what is called of it.</summary>
/// <remarks>What it refuses is an <see cref="AmazonSecretsManagerException"/>.</remarks>
public interface IAmazonSecretsManager : IDisposable
{
    /// <summary>Makes a secret.</summary>
    Task<CreateSecretResponse> CreateSecretAsync(
        CreateSecretRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads a version's value.</summary>
    Task<GetSecretValueResponse> GetSecretValueAsync(
        GetSecretValueRequest request, CancellationToken cancellationToken = default);

    /// <summary>Adds a version.</summary>
    Task<PutSecretValueResponse> PutSecretValueAsync(
        PutSecretValueRequest request, CancellationToken cancellationToken = default);

    /// <summary>Moves a stage between versions.</summary>
    Task<UpdateSecretVersionStageResponse> UpdateSecretVersionStageAsync(
        UpdateSecretVersionStageRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads everything but the values.</summary>
    Task<DescribeSecretResponse> DescribeSecretAsync(
        DescribeSecretRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists secrets, a page at a time. A change can take minutes to show.</summary>
    Task<ListSecretsResponse> ListSecretsAsync(
        ListSecretsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes a secret.</summary>
    Task<DeleteSecretResponse> DeleteSecretAsync(
        DeleteSecretRequest request, CancellationToken cancellationToken = default);

    /// <summary>Starts a rotation.</summary>
    Task<RotateSecretResponse> RotateSecretAsync(
        RotateSecretRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sets labels.</summary>
    Task<TagResourceResponse> TagResourceAsync(
        TagResourceRequest request, CancellationToken cancellationToken = default);
}

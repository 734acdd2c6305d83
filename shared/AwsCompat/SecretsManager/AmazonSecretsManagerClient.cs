using Amazon.Runtime;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>Speaks to Secrets Manager.</summary>
public class AmazonSecretsManagerClient : JsonServiceClient, IAmazonSecretsManager
{
    /// <summary>Takes credentials and region from the environment.</summary>
    public AmazonSecretsManagerClient()
        : this(new AmazonSecretsManagerConfig())
    {
    }

    /// <summary>Takes credentials from the environment.</summary>
    public AmazonSecretsManagerClient(AmazonSecretsManagerConfig config)
        : base(config)
    {
    }

    /// <summary>Takes both as they are given.</summary>
    public AmazonSecretsManagerClient(AWSCredentials credentials, AmazonSecretsManagerConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <inheritdoc/>
    public Task<CreateSecretResponse> CreateSecretAsync(
        CreateSecretRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SecretValueOperations.CreateSecret, request, cancellationToken);

    /// <inheritdoc/>
    public Task<GetSecretValueResponse> GetSecretValueAsync(
        GetSecretValueRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SecretValueOperations.GetSecretValue, request, cancellationToken);

    /// <inheritdoc/>
    public Task<PutSecretValueResponse> PutSecretValueAsync(
        PutSecretValueRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SecretValueOperations.PutSecretValue, request, cancellationToken);

    /// <inheritdoc/>
    public Task<UpdateSecretVersionStageResponse> UpdateSecretVersionStageAsync(
        UpdateSecretVersionStageRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SecretValueOperations.UpdateSecretVersionStage, request, cancellationToken);

    /// <inheritdoc/>
    public Task<DescribeSecretResponse> DescribeSecretAsync(
        DescribeSecretRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SecretOperations.DescribeSecret, request, cancellationToken);

    /// <inheritdoc/>
    public Task<ListSecretsResponse> ListSecretsAsync(
        ListSecretsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SecretOperations.ListSecrets, request, cancellationToken);

    /// <inheritdoc/>
    public Task<DeleteSecretResponse> DeleteSecretAsync(
        DeleteSecretRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SecretOperations.DeleteSecret, request, cancellationToken);

    /// <inheritdoc/>
    public Task<RotateSecretResponse> RotateSecretAsync(
        RotateSecretRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SecretOperations.RotateSecret, request, cancellationToken);

    /// <inheritdoc/>
    public Task<TagResourceResponse> TagResourceAsync(
        TagResourceRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SecretOperations.TagResource, request, cancellationToken);
}

/// <summary>Secrets Manager's settings.</summary>
public class AmazonSecretsManagerConfig : JsonServiceConfig
{
    /// <summary>Starts from the environment's.</summary>
    public AmazonSecretsManagerConfig()
        : base("Secrets Manager", "secretsmanager", "secretsmanager")
    {
    }

    /// <inheritdoc/>
    public override string ServiceVersion => "2017-10-17";
}

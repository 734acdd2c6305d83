using System.Text.Json;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>The operations on values and versions, on the wire.</summary>
internal static class SecretValueOperations
{
    public static JsonOperation<CreateSecretRequest, CreateSecretResponse> CreateSecret { get; } = new(
        SecretsManagerProtocol.Instance,
        "CreateSecret",
        (json, request) =>
        {
            json.WriteOptional("Name", request.Name);
            json.WriteToken(request.ClientRequestToken);
            json.WriteOptional("SecretString", request.SecretString);
            json.WriteOptional("SecretBinary", request.SecretBinary);
            json.WriteOptional("KmsKeyId", request.KmsKeyId);
            json.WriteOptional("Description", request.Description);
            json.WriteObjects("Tags", request.Tags, SecretOperations.WriteTag);
        },
        json => new CreateSecretResponse
        {
            ARN = json.Text("ARN"),
            Name = json.Text("Name"),
            VersionId = json.Text("VersionId"),
        });

    public static JsonOperation<GetSecretValueRequest, GetSecretValueResponse> GetSecretValue { get; } = new(
        SecretsManagerProtocol.Instance,
        "GetSecretValue",
        (json, request) =>
        {
            json.WriteOptional("SecretId", request.SecretId);
            json.WriteOptional("VersionId", request.VersionId);
            json.WriteOptional("VersionStage", request.VersionStage);
        },
        json => new GetSecretValueResponse
        {
            ARN = json.Text("ARN"),
            Name = json.Text("Name"),
            VersionId = json.Text("VersionId"),
            SecretString = json.Text("SecretString"),
            SecretBinary = json.Bytes("SecretBinary"),
            VersionStages = json.Texts("VersionStages"),
            CreatedDate = json.Moment("CreatedDate"),
        });

    public static JsonOperation<PutSecretValueRequest, PutSecretValueResponse> PutSecretValue { get; } = new(
        SecretsManagerProtocol.Instance,
        "PutSecretValue",
        (json, request) =>
        {
            json.WriteOptional("SecretId", request.SecretId);
            json.WriteToken(request.ClientRequestToken);
            json.WriteOptional("SecretString", request.SecretString);
            json.WriteOptional("SecretBinary", request.SecretBinary);
            json.WriteOptional("VersionStages", request.VersionStages);
            json.WriteOptional("RotationToken", request.RotationToken);
        },
        json => new PutSecretValueResponse
        {
            ARN = json.Text("ARN"),
            Name = json.Text("Name"),
            VersionId = json.Text("VersionId"),
            VersionStages = json.Texts("VersionStages"),
        });

    public static JsonOperation<UpdateSecretVersionStageRequest, UpdateSecretVersionStageResponse>
        UpdateSecretVersionStage { get; } = new(
        SecretsManagerProtocol.Instance,
        "UpdateSecretVersionStage",
        (json, request) =>
        {
            json.WriteOptional("SecretId", request.SecretId);
            json.WriteOptional("VersionStage", request.VersionStage);
            json.WriteOptional("MoveToVersionId", request.MoveToVersionId);
            json.WriteOptional("RemoveFromVersionId", request.RemoveFromVersionId);
        },
        json => new UpdateSecretVersionStageResponse { ARN = json.Text("ARN"), Name = json.Text("Name") });

    /// <summary>Without a token a repeated call would make a second version, so one must be given.</summary>
    public static void WriteToken(this Utf8JsonWriter json, string? token) => json.WriteString(
        "ClientRequestToken",
        token ?? throw new ArgumentNullException(nameof(token), "The request needs a ClientRequestToken."));
}

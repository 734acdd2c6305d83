using System.Text.Json;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>The operations on secrets as a whole, on the wire.</summary>
internal static class SecretOperations
{
    public static JsonOperation<DescribeSecretRequest, DescribeSecretResponse> DescribeSecret { get; } = new(
        SecretsManagerProtocol.Instance,
        "DescribeSecret",
        (json, request) => json.WriteOptional("SecretId", request.SecretId),
        json => new DescribeSecretResponse
        {
            ARN = json.Text("ARN"),
            Name = json.Text("Name"),
            Description = json.Text("Description"),
            KmsKeyId = json.Text("KmsKeyId"),
            RotationEnabled = json.Flag("RotationEnabled"),
            LastRotatedDate = json.Moment("LastRotatedDate"),
            DeletedDate = json.Moment("DeletedDate"),
            VersionIdsToStages = json.Find("VersionIdsToStages")?.EnumerateObject().ToDictionary(
                version => version.Name,
                version => version.Value.EnumerateArray().Select(stage => stage.GetString()!).ToList(),
                StringComparer.Ordinal),
            Tags = json.List("Tags", ReadTag),
        });

    public static JsonOperation<ListSecretsRequest, ListSecretsResponse> ListSecrets { get; } = new(
        SecretsManagerProtocol.Instance,
        "ListSecrets",
        (json, request) =>
        {
            json.WriteObjects("Filters", request.Filters, (filter, value) =>
            {
                filter.WriteOptional("Key", value.Key);
                filter.WriteOptional("Values", value.Values);
            });
            json.WriteOptional("MaxResults", (long?)request.MaxResults);
            json.WriteOptional("NextToken", request.NextToken);
        },
        json => new ListSecretsResponse
        {
            SecretList = json.List("SecretList", secret => new SecretListEntry
            {
                ARN = secret.Text("ARN"),
                Name = secret.Text("Name"),
                Tags = secret.List("Tags", ReadTag),
            }),
            NextToken = json.Text("NextToken"),
        });

    public static JsonOperation<DeleteSecretRequest, DeleteSecretResponse> DeleteSecret { get; } = new(
        SecretsManagerProtocol.Instance,
        "DeleteSecret",
        (json, request) =>
        {
            json.WriteOptional("SecretId", request.SecretId);
            json.WriteOptional("RecoveryWindowInDays", request.RecoveryWindowInDays);
            json.WriteOptional("ForceDeleteWithoutRecovery", request.ForceDeleteWithoutRecovery);
        },
        json => new DeleteSecretResponse
        {
            ARN = json.Text("ARN"),
            Name = json.Text("Name"),
            DeletionDate = json.Moment("DeletionDate"),
        });

    public static JsonOperation<RotateSecretRequest, RotateSecretResponse> RotateSecret { get; } = new(
        SecretsManagerProtocol.Instance,
        "RotateSecret",
        (json, request) =>
        {
            json.WriteOptional("SecretId", request.SecretId);
            json.WriteToken(request.ClientRequestToken);
            json.WriteOptional("RotationLambdaARN", request.RotationLambdaARN);
            WriteRules(json, request.RotationRules);
            json.WriteOptional("RotateImmediately", request.RotateImmediately);
        },
        json => new RotateSecretResponse
        {
            ARN = json.Text("ARN"),
            Name = json.Text("Name"),
            VersionId = json.Text("VersionId"),
        });

    /// <summary>Its answer has no body.</summary>
    public static JsonOperation<TagResourceRequest, TagResourceResponse> TagResource { get; } = new(
        SecretsManagerProtocol.Instance,
        "TagResource",
        (json, request) =>
        {
            json.WriteOptional("SecretId", request.SecretId);
            json.WriteObjects("Tags", request.Tags, WriteTag);
        },
        _ => new TagResourceResponse());

    public static void WriteTag(Utf8JsonWriter json, Tag tag)
    {
        json.WriteOptional("Key", tag.Key);
        json.WriteOptional("Value", tag.Value);
    }

    private static Tag ReadTag(JsonElement tag) => new() { Key = tag.Text("Key"), Value = tag.Text("Value") };

    private static void WriteRules(Utf8JsonWriter json, RotationRulesType? rules)
    {
        if (rules is null)
        {
            return;
        }

        json.WriteStartObject("RotationRules");
        json.WriteOptional("AutomaticallyAfterDays", rules.AutomaticallyAfterDays);
        json.WriteOptional("ScheduleExpression", rules.ScheduleExpression);
        json.WriteOptional("Duration", rules.Duration);
        json.WriteEndObject();
    }
}

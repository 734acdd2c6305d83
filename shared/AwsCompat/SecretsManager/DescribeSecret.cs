using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Reads everything but the values.</summary>
public class DescribeSecretRequest : AmazonWebServiceRequest
{
    /// <summary>The secret's name or ARN.</summary>
    public string? SecretId { get; set; }
}

/// <summary>A secret without its values.</summary>
public class DescribeSecretResponse : AmazonWebServiceResponse
{
    /// <summary>The secret's ARN.</summary>
    public string? ARN { get; set; }

    /// <summary>The secret's name.</summary>
    public string? Name { get; set; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>The key that encrypts it; null is the account's own.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>Whether it rotates; null where it never did.</summary>
    public bool? RotationEnabled { get; set; }

    /// <summary>When it last rotated, UTC; null for never.</summary>
    public DateTime? LastRotatedDate { get; set; }

    /// <summary>From when it is to be deleted, UTC; null where it is not.</summary>
    public DateTime? DeletedDate { get; set; }

    /// <summary>The stages of each version that has one.</summary>
    public Dictionary<string, List<string>>? VersionIdsToStages { get; set; }

    /// <summary>Its labels.</summary>
    public List<Tag>? Tags { get; set; }
}

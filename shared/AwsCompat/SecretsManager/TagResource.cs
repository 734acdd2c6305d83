using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Adds labels to a secret, or changes them.</summary>
public class TagResourceRequest : AmazonWebServiceRequest
{
    /// <summary>The secret's name or ARN.</summary>
    public string? SecretId { get; set; }

    /// <summary>The labels.</summary>
    public List<Tag>? Tags { get; set; }
}

/// <summary>The labels are set.</summary>
public class TagResourceResponse : AmazonWebServiceResponse
{
}

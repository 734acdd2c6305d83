using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Reads one version; the current one unless told otherwise.</summary>
public class GetSecretValueRequest : AmazonWebServiceRequest
{
    /// <summary>The secret's name or ARN.</summary>
    public string? SecretId { get; set; }

    /// <summary>The version by its id; null leaves it to the stage.</summary>
    public string? VersionId { get; set; }

    /// <summary>The version by its stage; null is <c>AWSCURRENT</c>.</summary>
    public string? VersionStage { get; set; }
}

/// <summary>One version and its value.</summary>
public class GetSecretValueResponse : AmazonWebServiceResponse
{
    /// <summary>The secret's ARN.</summary>
    public string? ARN { get; set; }

    /// <summary>The secret's name.</summary>
    public string? Name { get; set; }

    /// <summary>The version's id.</summary>
    public string? VersionId { get; set; }

    /// <summary>The value as text; this or <see cref="SecretBinary"/>.</summary>
    public string? SecretString { get; set; }

    /// <summary>The value as bytes; this or <see cref="SecretString"/>.</summary>
    public MemoryStream? SecretBinary { get; set; }

    /// <summary>The version's stages, as <c>AWSCURRENT</c>.</summary>
    public List<string>? VersionStages { get; set; }

    /// <summary>When the version was made, UTC.</summary>
    public DateTime? CreatedDate { get; set; }
}

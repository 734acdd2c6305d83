using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Adds a version.</summary>
public class PutSecretValueRequest : AmazonWebServiceRequest
{
    /// <summary>The secret's name or ARN.</summary>
    public string? SecretId { get; set; }

    /// <summary>
    /// 32 to 64 characters; becomes the version's id and makes the call safe to repeat. Must be given here; the
    /// official client makes one where it is null.
    /// </summary>
    public string? ClientRequestToken { get; set; }

    /// <summary>The value as text; this or <see cref="SecretBinary"/>.</summary>
    public string? SecretString { get; set; }

    /// <summary>The value as bytes; this or <see cref="SecretString"/>.</summary>
    public MemoryStream? SecretBinary { get; set; }

    /// <summary>The new version's stages; null is <c>AWSCURRENT</c>, taken from the version that has it.</summary>
    public List<string>? VersionStages { get; set; }

    /// <summary>What a rotation's event carries; must go with its put.</summary>
    public string? RotationToken { get; set; }
}

/// <summary>The version that was added.</summary>
public class PutSecretValueResponse : AmazonWebServiceResponse
{
    /// <summary>The secret's ARN.</summary>
    public string? ARN { get; set; }

    /// <summary>The secret's name.</summary>
    public string? Name { get; set; }

    /// <summary>The version's id.</summary>
    public string? VersionId { get; set; }

    /// <summary>The version's stages, as <c>AWSCURRENT</c>.</summary>
    public List<string>? VersionStages { get; set; }
}

using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Makes a secret with its first version.</summary>
public class CreateSecretRequest : AmazonWebServiceRequest
{
    /// <summary>Letters, digits and <c>/_+=.@-</c>.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// 32 to 64 characters; becomes the version's id and makes the call safe to repeat. Must be given here; the
    /// official client makes one where it is null.
    /// </summary>
    public string? ClientRequestToken { get; set; }

    /// <summary>The value as text; this or <see cref="SecretBinary"/>.</summary>
    public string? SecretString { get; set; }

    /// <summary>The value as bytes; this or <see cref="SecretString"/>.</summary>
    public MemoryStream? SecretBinary { get; set; }

    /// <summary>The key that encrypts it; null is the account's <c>aws/secretsmanager</c>.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>What it is for. Not encrypted.</summary>
    public string? Description { get; set; }

    /// <summary>Not encrypted.</summary>
    public List<Tag>? Tags { get; set; }
}

/// <summary>A label.</summary>
public class Tag
{
    /// <summary>The label's name.</summary>
    public string? Key { get; set; }

    /// <summary>The label's value.</summary>
    public string? Value { get; set; }
}

/// <summary>The secret that was made.</summary>
public class CreateSecretResponse : AmazonWebServiceResponse
{
    /// <summary>The secret's ARN.</summary>
    public string? ARN { get; set; }

    /// <summary>The secret's name.</summary>
    public string? Name { get; set; }

    /// <summary>The version's id.</summary>
    public string? VersionId { get; set; }
}

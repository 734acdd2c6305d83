using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Deletes a secret, at once or after a time in which it can be restored.</summary>
public class DeleteSecretRequest : AmazonWebServiceRequest
{
    /// <summary>The secret's name or ARN.</summary>
    public string? SecretId { get; set; }

    /// <summary>7 to 30; null is 30. Not with <see cref="ForceDeleteWithoutRecovery"/>.</summary>
    public long? RecoveryWindowInDays { get; set; }

    /// <summary>True deletes it for good.</summary>
    public bool? ForceDeleteWithoutRecovery { get; set; }
}

/// <summary>The secret that is to be deleted.</summary>
public class DeleteSecretResponse : AmazonWebServiceResponse
{
    /// <summary>The secret's ARN.</summary>
    public string? ARN { get; set; }

    /// <summary>The secret's name.</summary>
    public string? Name { get; set; }

    /// <summary>When it is deleted for good, UTC.</summary>
    public DateTime? DeletionDate { get; set; }
}

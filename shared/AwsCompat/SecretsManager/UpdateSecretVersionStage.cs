using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Moves a stage from one version to another.</summary>
public class UpdateSecretVersionStageRequest : AmazonWebServiceRequest
{
    /// <summary>The secret's name or ARN.</summary>
    public string? SecretId { get; set; }

    /// <summary>The stage.</summary>
    public string? VersionStage { get; set; }

    /// <summary>The version that gets it; null only takes it away.</summary>
    public string? MoveToVersionId { get; set; }

    /// <summary>The version that has it; must be given where one has.</summary>
    public string? RemoveFromVersionId { get; set; }
}

/// <summary>The secret whose stage was moved.</summary>
public class UpdateSecretVersionStageResponse : AmazonWebServiceResponse
{
    /// <summary>The secret's ARN.</summary>
    public string? ARN { get; set; }

    /// <summary>The secret's name.</summary>
    public string? Name { get; set; }
}

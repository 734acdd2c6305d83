using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Starts a rotation, or sets how a secret rotates.</summary>
public class RotateSecretRequest : AmazonWebServiceRequest
{
    /// <summary>The secret's name or ARN.</summary>
    public string? SecretId { get; set; }

    /// <summary>
    /// 32 to 64 characters; becomes the new version's id. Must be given here; the official client makes one where
    /// it is null.
    /// </summary>
    public string? ClientRequestToken { get; set; }

    /// <summary>The function that rotates it; null keeps the one it has.</summary>
    public string? RotationLambdaARN { get; set; }

    /// <summary>When it rotates; null keeps the rules it has.</summary>
    public RotationRulesType? RotationRules { get; set; }

    /// <summary>False waits for the next time that the rules give; null is true.</summary>
    public bool? RotateImmediately { get; set; }
}

/// <summary>When a secret rotates: one of days and schedule.</summary>
public class RotationRulesType
{
    /// <summary>Days between rotations, 1 to 1000.</summary>
    public long? AutomaticallyAfterDays { get; set; }

    /// <summary>As <c>rate(10 days)</c> or <c>cron(…)</c>.</summary>
    public string? ScheduleExpression { get; set; }

    /// <summary>How long the window is, as <c>3h</c>.</summary>
    public string? Duration { get; set; }
}

/// <summary>The rotation that was started.</summary>
public class RotateSecretResponse : AmazonWebServiceResponse
{
    /// <summary>The secret's ARN.</summary>
    public string? ARN { get; set; }

    /// <summary>The secret's name.</summary>
    public string? Name { get; set; }

    /// <summary>The version's id.</summary>
    public string? VersionId { get; set; }
}

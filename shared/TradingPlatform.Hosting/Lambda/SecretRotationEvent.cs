using System.Text.Json.Serialization;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>One step of a rotation, as Secrets Manager asks its rotation function for it.</summary>
/// <remarks>
/// Source: AWS Secrets Manager User Guide, 'Lambda function for rotation'. There is no official type for it.
/// Any failure makes Secrets Manager begin again, so each step can come more than once.
/// </remarks>
/// <param name="Step"><c>createSecret</c>, <c>setSecret</c>, <c>testSecret</c> or <c>finishSecret</c>.</param>
/// <param name="SecretId">The secret's ARN.</param>
/// <param name="ClientRequestToken">The id of the version that is being made.</param>
/// <param name="RotationToken">Must go with a put where it is given; null where it is not. Never to be logged.</param>
public sealed record SecretRotationEvent(
    [property: JsonPropertyName("Step")] string Step,
    [property: JsonPropertyName("SecretId")] string SecretId,
    [property: JsonPropertyName("ClientRequestToken")] string ClientRequestToken,
    [property: JsonPropertyName("RotationToken")] string? RotationToken = null)
{
    /// <summary>Names the step and the secret.</summary>
    public override string ToString() => $"{Step} of {SecretId}";
}

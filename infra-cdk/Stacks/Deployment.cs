using Amazon.CDK;
using TradingPlatform.Infra.Settings;

namespace TradingPlatform.Infra.Stacks;

/// <summary>What every stack of one environment is told.</summary>
/// <param name="Environment">Its settings.</param>
/// <param name="Packages">The folder of the packaged functions; what is not there is stood in for.</param>
internal sealed record Deployment(EnvironmentSettings Environment, string Packages)
{
    /// <summary>The names of its things.</summary>
    public ResourceNames Names { get; } = new(Environment.Name);

    /// <summary>The properties of one of its stacks.</summary>
    /// <param name="description">What is in it.</param>
    /// <param name="region">Null for the environment's own.</param>
    public StackProps Stack(string description, string? region = null) => new()
    {
        Description = $"Trading platform, {Environment.Name}: {description}",
        Env = new Amazon.CDK.Environment { Region = region ?? Environment.Region },
        TerminationProtection = Environment.DataRemoval == RemovalPolicy.RETAIN,
    };

    /// <summary>The ARN of a thing of this account and region, by its name.</summary>
    public static string Arn(string service, string resource) =>
        $"arn:{Amazon.CDK.Aws.PARTITION}:{service}:{Amazon.CDK.Aws.REGION}:{Amazon.CDK.Aws.ACCOUNT_ID}:{resource}";
}

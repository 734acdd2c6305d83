using Amazon.CDK;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.Logs;
using Constructs;

namespace TradingPlatform.Infra.Stacks;

/// <summary>The container of what runs all the time: the published program, or what stands in for it.</summary>
internal static class WorkerImage
{
    /// <summary>
    /// The folder that the packaging script made, with its Dockerfile; see <see cref="FunctionCode"/>.
    /// </summary>
    public static ContainerImage Of(Construct scope, string program, Deployment deployment)
    {
        var folder = Path.Combine(deployment.Packages, program);
        if (Directory.Exists(folder))
        {
            return ContainerImage.FromAsset(folder);
        }

        Annotations.Of(scope).AddError($"{program} has not been packaged: run ./package.sh before deploying.");
        return ContainerImage.FromAsset(Repository.Folder("infra-cdk", "Placeholder"));
    }

    /// <summary>Where it logs to.</summary>
    public static LogDriver Log(
        Construct scope, string name, string stream, Deployment deployment, SecurityStack security) =>
        LogDriver.AwsLogs(new AwsLogDriverProps
        {
            StreamPrefix = stream,
            LogGroup = new LogGroup(scope, "Log", new LogGroupProps
            {
                LogGroupName = $"/aws/ecs/{name}",
                Retention = DeployedFunction.Retention(deployment.Environment.LogDays),
                EncryptionKey = security.PlatformKey,
                RemovalPolicy = deployment.Environment.DataRemoval,
            }),
        });
}

using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.ECS;
using Constructs;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>One worker of the catalogue in one environment.</summary>
internal sealed class DeployedWorker : Construct
{
    private const string Volume = "work";

    public DeployedWorker(
        Construct scope, WorkerDefinition definition, Deployment deployment, NetworkStack network,
        SecurityStack security, DataStack data, Cluster cluster)
        : base(scope, definition.Name)
    {
        (Definition, Name) = (definition, deployment.Names.Of(definition.Name));
        Tasks = deployment.Environment.WorkerTasks;
        var task = new FargateTaskDefinition(this, "Task", new FargateTaskDefinitionProps
        {
            Family = Name,
            Cpu = definition.Cpu,
            MemoryLimitMiB = definition.MemoryMb,
            Volumes = [new Amazon.CDK.AWS.ECS.Volume { Name = Volume }],
        });
        foreach (var statement in new CodePolicy(deployment, security, data).Of(definition.Permits))
        {
            task.TaskRole.AddToPrincipalPolicy(statement);
        }

        task.AddContainer("worker", new ContainerDefinitionOptions
        {
            Image = WorkerImage.Of(this, definition.Package.Name, deployment),
            Environment = FunctionSettings.Of(definition.Package, deployment.Environment).ToDictionary(
                setting => FunctionSettings.Variable(setting.Key), setting => setting.Value, StringComparer.Ordinal),
            ReadonlyRootFilesystem = true,
            Logging = WorkerImage.Log(this, Name, "worker", deployment, security),
        }).AddMountPoints(new MountPoint
        {
            SourceVolume = Volume, ContainerPath = FunctionSettings.WorkFolder, ReadOnly = false,
        });
        _ = new FargateService(this, "Service", new FargateServiceProps
        {
            ServiceName = Name,
            Cluster = cluster,
            TaskDefinition = task,
            DesiredCount = Tasks,
            // Its successor takes over what it has leased when it ends, so two at once are no harm.
            MinHealthyPercent = 100,
            MaxHealthyPercent = 200,
            CircuitBreaker = new DeploymentCircuitBreaker { Rollback = true },
            AssignPublicIp = false,
            VpcSubnets = new SubnetSelection { SubnetType = SubnetType.PRIVATE_WITH_EGRESS },
            SecurityGroups = [network.Worker],
            PropagateTags = PropagatedTagSource.SERVICE,
        });
    }

    /// <summary>Its entry in the catalogue.</summary>
    public WorkerDefinition Definition { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How many tasks of it should run.</summary>
    public int Tasks { get; }
}

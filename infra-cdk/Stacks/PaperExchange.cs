using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.EFS;
using Amazon.CDK.AWS.ServiceDiscovery;
using Constructs;
using TradingPlatform.Infra.Settings;
using FileSystem = Amazon.CDK.AWS.EFS.FileSystem;
using FileSystemProps = Amazon.CDK.AWS.EFS.FileSystemProps;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// The simulated exchange: one task, never two, for its books are one SQLite file. The file lies on a file system which
/// outlives the task.
/// </summary>
internal sealed class PaperExchange : Construct
{
    private const string Volume = "books";
    private const string Folder = "/data";
    private const string User = "1000";

    public PaperExchange(
        Construct scope, Deployment deployment, NetworkStack network, SecurityStack security, Cluster cluster)
        : base(scope, "PaperExchange")
    {
        Name = deployment.Names.Of("exchange");
        var files = MakeFiles(deployment, network, security);
        var place = files.AddAccessPoint("Books", new AccessPointOptions
        {
            Path = "/exchange",
            CreateAcl = new Acl { OwnerUid = User, OwnerGid = User, Permissions = "700" },
            PosixUser = new PosixUser { Uid = User, Gid = User },
        });
        files.AddToResourcePolicy(PolicyLine.DenyAnyone(
            "OverTlsAlone", ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            "Bool", "aws:SecureTransport", "false"));
        var task = MakeTask(deployment, security, files, place);
        Service = new FargateService(this, "Service", new FargateServiceProps
        {
            ServiceName = Name,
            Cluster = cluster,
            TaskDefinition = task,
            DesiredCount = 1,
            // Ended before its successor begins: two would write one file.
            MinHealthyPercent = 0,
            MaxHealthyPercent = 100,
            CircuitBreaker = new DeploymentCircuitBreaker { Rollback = true },
            AssignPublicIp = false,
            VpcSubnets = new SubnetSelection { SubnetType = SubnetType.PRIVATE_WITH_EGRESS },
            SecurityGroups = [network.Exchange],
            CloudMapOptions = new CloudMapOptions
            {
                CloudMapNamespace = network.Zone, Name = "exchange", DnsRecordType = DnsRecordType.A,
                DnsTtl = Duration.Seconds(10),
            },
            PropagateTags = PropagatedTagSource.SERVICE,
        });
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What keeps it running.</summary>
    public FargateService Service { get; }

    private FileSystem MakeFiles(Deployment deployment, NetworkStack network, SecurityStack security) => new(
        this, "Files", new FileSystemProps
        {
            FileSystemName = Name,
            Vpc = network.Vpc,
            VpcSubnets = new SubnetSelection { SubnetType = SubnetType.PRIVATE_WITH_EGRESS },
            SecurityGroup = network.Files,
            Encrypted = true,
            KmsKey = security.PlatformKey,
            ThroughputMode = ThroughputMode.ELASTIC,
            AllowAnonymousAccess = false,
            RemovalPolicy = deployment.Environment.DataRemoval,
        });

    private FargateTaskDefinition MakeTask(
        Deployment deployment, SecurityStack security, FileSystem files, AccessPoint place)
    {
        var task = new FargateTaskDefinition(this, "Task", new FargateTaskDefinitionProps
        {
            Family = Name,
            Cpu = 256,
            MemoryLimitMiB = 512,
            Volumes =
            [
                new Amazon.CDK.AWS.ECS.Volume
                {
                    Name = Volume,
                    EfsVolumeConfiguration = new EfsVolumeConfiguration
                    {
                        FileSystemId = files.FileSystemId,
                        TransitEncryption = "ENABLED",
                        AuthorizationConfig = new AuthorizationConfig
                        {
                            AccessPointId = place.AccessPointId, Iam = "ENABLED",
                        },
                    },
                },
            ],
        });
        task.TaskRole.AddToPrincipalPolicy(PolicyLine.Allow(
            "Books",
            ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            files.FileSystemArn,
            "StringEquals", "elasticfilesystem:AccessPointArn", place.AccessPointArn));
        var container = task.AddContainer("exchange", new ContainerDefinitionOptions
        {
            Image = WorkerImage.Of(this, "LocalHost", deployment),
            Command =
            [
                "exchange", "--urls", $"http://0.0.0.0:{ResourceNames.PaperPort}", "--data", Folder, "--within-network",
            ],
            User = $"{User}:{User}",
            ReadonlyRootFilesystem = true,
            Logging = WorkerImage.Log(this, Name, "exchange", deployment, security),
            PortMappings = [new PortMapping { ContainerPort = ResourceNames.PaperPort }],
        });
        container.AddMountPoints(new MountPoint { SourceVolume = Volume, ContainerPath = Folder, ReadOnly = false });
        return task;
    }
}

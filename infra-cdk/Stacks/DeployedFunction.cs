using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.SQS;
using Constructs;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>The stacks whose things functions use.</summary>
internal sealed record FunctionParts(
    Deployment Deployment, NetworkStack Network, SecurityStack Security, DataStack Data, DeadLetters Failures);

/// <summary>One function of the catalogue in one environment.</summary>
internal sealed class DeployedFunction : Construct
{
    /// <summary>The alias that everything calls; its name.</summary>
    public const string LiveAlias = "live";

    public DeployedFunction(Construct scope, FunctionDefinition definition, FunctionParts parts)
        : base(scope, definition.Name)
    {
        var (deployment, name) = (parts.Deployment, parts.Deployment.Names.Of(definition.Name));
        (Definition, FunctionName) = (definition, name);
        var log = new LogGroup(this, "Log", new LogGroupProps
        {
            LogGroupName = $"/aws/lambda/{name}",
            Retention = Retention(deployment.Environment.LogDays),
            EncryptionKey = parts.Security.PlatformKey,
            RemovalPolicy = deployment.Environment.DataRemoval,
        });
        Failures = definition.Triggers.Count > 0 ? parts.Failures.Of(definition.Name) : null;
        var role = new Role(this, "Role", new RoleProps
        {
            RoleName = $"{name}-{Amazon.CDK.Aws.REGION}",
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
            Description = $"What the function {name} may do.",
            InlinePolicies = new Dictionary<string, PolicyDocument>(StringComparer.Ordinal)
            {
                ["function"] = new FunctionRole(parts, definition).Write(
                    Deployment.Arn("lambda", $"function:{name}"), log.LogGroupArn, Failures?.QueueArn),
            },
        });
        Function = Make(parts, log, role.WithoutPolicyUpdates());
        var isWarm = definition.ServesRequests && deployment.Environment.WarmInstances > 0;
        Live = new Alias(this, "Live", new AliasProps
        {
            AliasName = LiveAlias,
            Version = Function.CurrentVersion,
            ProvisionedConcurrentExecutions = isWarm ? deployment.Environment.WarmInstances : null,
        });
    }

    /// <summary>Its entry in the catalogue.</summary>
    public FunctionDefinition Definition { get; }

    /// <summary>The function.</summary>
    public Function Function { get; }

    /// <summary>Its version that serves.</summary>
    public Alias Live { get; }

    /// <summary>Where events end that it could not handle; null where it serves requests alone.</summary>
    public Queue? Failures { get; }

    /// <summary>Its name.</summary>
    public string FunctionName { get; }

    /// <summary>The ARN of a function's alias, which API Gateway calls.</summary>
    public static string AliasArn(Deployment deployment, FunctionDefinition definition) =>
        Deployment.Arn("lambda", $"function:{deployment.Names.Of(definition.Name)}:{LiveAlias}");

    /// <summary>The kind of retention that CloudWatch takes for so many days.</summary>
    public static RetentionDays Retention(int days) => days switch
    {
        14 => RetentionDays.TWO_WEEKS,
        30 => RetentionDays.ONE_MONTH,
        365 => RetentionDays.ONE_YEAR,
        _ => throw new InvalidOperationException($"CloudWatch is not asked to keep logs for {days} days."),
    };

    private Function Make(FunctionParts parts, LogGroup log, IRole role) => new(this, "Function", new FunctionProps
    {
        FunctionName = FunctionName,
        Description = $"{Definition.Package.Name}: {(Definition.ServesRequests ? "requests" : "events")}.",
        // The handler's word reaches a custom runtime as it stands here (docs/adr/0009).
        Runtime = Runtime.PROVIDED_AL2023,
        Architecture = Architecture.X86_64,
        Handler = Definition.Handler,
        Code = FunctionCode.Of(this, Definition.Package, parts.Deployment),
        MemorySize = Definition.MemoryMb,
        Timeout = Duration.Seconds(Definition.TimeoutSeconds),
        Environment = FunctionSettings.Of(Definition.Package, parts.Deployment.Environment).ToDictionary(
            setting => FunctionSettings.Variable(setting.Key), setting => setting.Value, StringComparer.Ordinal),
        Role = role,
        LogGroup = log,
        Tracing = Tracing.ACTIVE,
        Vpc = parts.Network.Vpc,
        VpcSubnets = new SubnetSelection { SubnetType = SubnetType.PRIVATE_WITH_EGRESS },
        SecurityGroups = [parts.Network.Functions],
        ReservedConcurrentExecutions =
            Definition.ServesRequests ? null : parts.Deployment.Environment.EventConcurrency,
        DeadLetterQueue = Failures,
        CurrentVersionOptions = new VersionOptions { RemovalPolicy = RemovalPolicy.RETAIN },
    });
}

/// <summary>The code of a function: its zip, or what stands in for it.</summary>
internal static class FunctionCode
{
    /// <summary>
    /// The zip that the packaging script made. Where there is none, the placeholder, and an error in the stack for
    /// which the CDK command line refuses to deploy.
    /// </summary>
    public static Code Of(Construct scope, FunctionPackage package, Deployment deployment)
    {
        var zip = package.ZipIn(deployment.Packages);
        if (File.Exists(zip))
        {
            return Code.FromAsset(zip);
        }

        Annotations.Of(scope).AddError($"{package.Name} has not been packaged: run ./package.sh before deploying.");
        return Code.FromAsset(Repository.Folder("infra-cdk", "Placeholder"));
    }
}

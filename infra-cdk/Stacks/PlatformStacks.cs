using Amazon.CDK;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.Infra.Settings;

namespace TradingPlatform.Infra.Stacks;

/// <summary>All stacks of one environment, by what they live as long as.</summary>
internal sealed class PlatformStacks
{
    private PlatformStacks(App app, Deployment deployment)
    {
        var routes = ApiRoute.ReadAll(deployment.Environment);
        Network = new NetworkStack(app, deployment);
        Security = new SecurityStack(app, deployment, routes);
        Data = new DataStack(app, deployment, Security);
        Messaging = new MessagingStack(app, deployment, Security);
        Functions = new FunctionsStack(app, deployment, Network, Security, Data, Messaging);
        Api = new ApiStack(app, deployment, Security, routes);
        // By name alone: the API is updated after the functions, and never keeps one from being replaced.
        Api.AddDependency(Functions, "the functions that it calls");
        Worker = new WorkerStack(app, deployment, Network, Security, Data);
        Observability = new ObservabilityStack(app, deployment, Functions, Messaging, Worker);
        var copies = new BackupCopyStack(app, deployment);
        Backup = new BackupStack(app, deployment, Security, Data, Messaging);
        Backup.AddDependency(copies, "the vault of the copies");
        All = [Network, Security, Data, Messaging, Functions, Api, Worker, Observability, copies, Backup];
        foreach (var stack in All)
        {
            Tags.Of(stack).Add("application", "trading-platform");
            Tags.Of(stack).Add("environment", deployment.Environment.Name);
        }
    }

    public NetworkStack Network { get; }

    public SecurityStack Security { get; }

    public DataStack Data { get; }

    public MessagingStack Messaging { get; }

    public FunctionsStack Functions { get; }

    public ApiStack Api { get; }

    public WorkerStack Worker { get; }

    public ObservabilityStack Observability { get; }

    public BackupStack Backup { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Stack> All { get; }

    /// <summary>Adds one environment's stacks to the app.</summary>
    /// <param name="app">The app.</param>
    /// <param name="environment">Which environment.</param>
    /// <param name="packages">See <see cref="Deployment"/>.</param>
    public static PlatformStacks AddTo(App app, EnvironmentSettings environment, string packages) =>
        new(app, new Deployment(environment, packages));
}

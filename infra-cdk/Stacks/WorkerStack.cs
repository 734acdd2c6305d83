using Amazon.CDK;
using Amazon.CDK.AWS.ECS;
using Constructs;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// What must run all the time and so is no Lambda function: the workers of the catalogue, and the simulated exchange on
/// which paper accounts trade.
/// </summary>
internal sealed class WorkerStack : Stack
{
    public WorkerStack(
        Construct scope, Deployment deployment, NetworkStack network, SecurityStack security, DataStack data)
        : base(scope, deployment.Names.Stack("Worker"), deployment.Stack("what runs all the time"))
    {
        Cluster = new Cluster(this, "Cluster", new ClusterProps
        {
            ClusterName = deployment.Names.Prefix, Vpc = network.Vpc, ContainerInsights = true,
        });
        Exchange = new PaperExchange(this, deployment, network, security, Cluster);
        Workers = [.. FunctionCatalogue.Workers.Select(
            worker => new DeployedWorker(this, worker, deployment, network, security, data, Cluster))];
    }

    /// <summary>Where it runs.</summary>
    public Cluster Cluster { get; }

    /// <summary>The workers.</summary>
    public IReadOnlyList<DeployedWorker> Workers { get; }

    /// <summary>The simulated exchange.</summary>
    public PaperExchange Exchange { get; }
}

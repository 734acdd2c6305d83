using Amazon.CDK;
using Amazon.CDK.AWS.ECS;
using Constructs;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// What must run all the time and so is no Lambda function: the simulated exchange, which holds the orders of paper
/// accounts and the connections to them.
/// </summary>
internal sealed class WorkerStack : Stack
{
    public WorkerStack(Construct scope, Deployment deployment, NetworkStack network, SecurityStack security)
        : base(scope, deployment.Names.Stack("Worker"), deployment.Stack("what runs all the time"))
    {
        Cluster = new Cluster(this, "Cluster", new ClusterProps
        {
            ClusterName = deployment.Names.Prefix, Vpc = network.Vpc, ContainerInsights = true,
        });
        Exchange = new PaperExchange(this, deployment, network, security, Cluster);
    }

    /// <summary>Where it runs.</summary>
    public Cluster Cluster { get; }

    /// <summary>The simulated exchange.</summary>
    public PaperExchange Exchange { get; }
}

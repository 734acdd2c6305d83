using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.ServiceDiscovery;
using Constructs;
using TradingPlatform.Infra.Settings;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// The network of what calls exchanges: it leaves by fixed addresses, which traders allow at their exchange.
/// </summary>
internal sealed class NetworkStack : Stack
{
    private const int Https = 443;

    // Where Binance's market streams are, over TLS too.
    private const int BinanceStreams = 9443;
    private const int Nfs = 2049;

    public NetworkStack(Construct scope, Deployment deployment)
        : base(scope, deployment.Names.Stack("Network"), deployment.Stack("network with fixed egress addresses"))
    {
        Vpc = new Vpc(this, "Vpc", new VpcProps
        {
            VpcName = deployment.Names.Prefix,
            MaxAzs = 2,
            NatGateways = deployment.Environment.NatGateways,
            SubnetConfiguration =
            [
                new SubnetConfiguration
                {
                    Name = "public", SubnetType = SubnetType.PUBLIC, MapPublicIpOnLaunch = false,
                },
                new SubnetConfiguration { Name = "private", SubnetType = SubnetType.PRIVATE_WITH_EGRESS },
            ],
        });
        // Free, and keeps the bulk of the traffic off the NAT gateways, which bill by the gigabyte.
        Vpc.AddGatewayEndpoint("DynamoDb", new GatewayVpcEndpointOptions
        {
            Service = GatewayVpcEndpointAwsService.DYNAMODB,
        });
        Vpc.AddGatewayEndpoint("S3", new GatewayVpcEndpointOptions { Service = GatewayVpcEndpointAwsService.S3 });
        Functions = Group("Functions", "Lambda functions");
        Worker = Group("Worker", "The stream worker");
        Exchange = Group("Exchange", "The simulated exchange");
        Files = Group("Files", "The simulated exchange's files");
        Connect();
        Zone = new PrivateDnsNamespace(this, "Zone", new PrivateDnsNamespaceProps
        {
            Name = deployment.Names.InternalZone, Vpc = Vpc,
        });
    }

    /// <summary>The network.</summary>
    public Vpc Vpc { get; }

    /// <summary>The group of Lambda functions.</summary>
    public SecurityGroup Functions { get; }

    /// <summary>The group of the stream worker.</summary>
    public SecurityGroup Worker { get; }

    /// <summary>The group of the simulated exchange.</summary>
    public SecurityGroup Exchange { get; }

    /// <summary>The group of its files.</summary>
    public SecurityGroup Files { get; }

    /// <summary>The names of what runs within.</summary>
    public PrivateDnsNamespace Zone { get; }

    private SecurityGroup Group(string id, string description) => new(this, id, new SecurityGroupProps
    {
        Vpc = Vpc, Description = description, AllowAllOutbound = false,
    });

    // Whoever is broken into can speak to exchanges and AWS over TLS, and to nothing within but the paper exchange.
    private void Connect()
    {
        foreach (var group in new[] { Functions, Worker, Exchange })
        {
            group.AddEgressRule(Peer.AnyIpv4(), Port.Tcp(Https), "Exchanges and AWS, over TLS");
        }

        Worker.AddEgressRule(Peer.AnyIpv4(), Port.Tcp(BinanceStreams), "Binance's streams, over TLS");
        foreach (var group in new[] { Functions, Worker })
        {
            group.AddEgressRule(Exchange, Port.Tcp(ResourceNames.PaperPort), "The simulated exchange");
            Exchange.AddIngressRule(group, Port.Tcp(ResourceNames.PaperPort), "Paper accounts");
        }

        Exchange.AddEgressRule(Files, Port.Tcp(Nfs), "Its files");
        Files.AddIngressRule(Exchange, Port.Tcp(Nfs), "The simulated exchange");
    }
}

using Amazon.CDK;
using Amazon.CDK.AWS.APIGateway;
using Amazon.CDK.AWS.CertificateManager;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.Route53;
using Amazon.CDK.AWS.Route53.Targets;
using Amazon.CDK.AWS.WAFv2;
using Constructs;
using TradingPlatform.Infra.Api;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>The REST API under its own name, and who may call it.</summary>
internal sealed class ApiStack : Stack
{
    /// <summary>The one stage.</summary>
    public const string StageName = "live";

    private readonly Deployment _deployment;

    public ApiStack(
        Construct scope, Deployment deployment, SecurityStack security, IReadOnlyList<ApiRoute> routes)
        : base(scope, deployment.Names.Stack("Api"), deployment.Stack("REST API and its users"))
    {
        _deployment = deployment;
        var users = new Users(this, deployment);
        Api = MakeApi(security, users, routes);
        LetApiCall(routes);
        PutUnderItsName();
        _ = new CfnWebACLAssociation(this, "Firewall", new CfnWebACLAssociationProps
        {
            ResourceArn = Api.DeploymentStage.StageArn, WebAclArn = security.Firewall.Arn,
        });
        new UsagePlans(this, deployment).AddTo(Api);
    }

    /// <summary>The API.</summary>
    public SpecRestApi Api { get; }

    private SpecRestApi MakeApi(SecurityStack security, Users users, IReadOnlyList<ApiRoute> routes)
    {
        var log = new LogGroup(this, "AccessLog", new LogGroupProps
        {
            LogGroupName = $"/aws/apigateway/{_deployment.Names.Prefix}",
            Retention = DeployedFunction.Retention(_deployment.Environment.LogDays),
            EncryptionKey = security.PlatformKey,
            RemovalPolicy = _deployment.Environment.DataRemoval,
        });
        return new SpecRestApi(this, "Api", new SpecRestApiProps
        {
            RestApiName = _deployment.Names.Prefix,
            ApiDefinition = ApiDefinition.FromInline(RestApiBody.Of(_deployment, routes, users.Pool.UserPoolArn)),
            EndpointTypes = [EndpointType.REGIONAL],
            // Its own name alone: that one has a policy of TLS, and the firewall knows it.
            DisableExecuteApiEndpoint = true,
            CloudWatchRole = true,
            MinCompressionSize = Size.Kibibytes(1),
            DeployOptions = new StageOptions
            {
                StageName = StageName,
                TracingEnabled = true,
                MetricsEnabled = true,
                ThrottlingRateLimit = _deployment.Environment.RequestsPerSecond,
                ThrottlingBurstLimit = 2 * _deployment.Environment.RequestsPerSecond,
                // Execution logs would hold bodies; the access log holds none.
                LoggingLevel = MethodLoggingLevel.OFF,
                DataTraceEnabled = false,
                AccessLogDestination = new LogGroupLogDestination(log),
                AccessLogFormat = AccessLogFormat.Custom(AccessLog.Line),
            },
        });
    }

    // One permission a function, not one a route: a function's policy holds some sixty.
    private void LetApiCall(IReadOnlyList<ApiRoute> routes)
    {
        foreach (var function in routes.Select(route => route.Function).Distinct())
        {
            _ = new CfnPermission(this, $"Call-{function.Name}", new CfnPermissionProps
            {
                Action = "lambda:InvokeFunction",
                FunctionName = DeployedFunction.AliasArn(_deployment, function),
                Principal = "apigateway.amazonaws.com",
                SourceArn = Api.ArnForExecuteApi("*", "/*", StageName),
            });
        }
    }

    private void PutUnderItsName()
    {
        var (zone, host) = (_deployment.Environment.Zone, _deployment.Environment.ApiHost);
        var hosted = PublicHostedZone.FromPublicHostedZoneAttributes(
            this, "Zone", new PublicHostedZoneAttributes { HostedZoneId = zone.Id, ZoneName = zone.Name });
        var domain = new DomainName_(this, "Domain", new DomainNameProps
        {
            DomainName = host,
            EndpointType = EndpointType.REGIONAL,
            SecurityPolicy = SecurityPolicy.TLS_1_2,
            Certificate = new Certificate(this, "Certificate", new CertificateProps
            {
                DomainName = host, Validation = CertificateValidation.FromDns(hosted),
            }),
        });
        domain.AddBasePathMapping(Api, new BasePathMappingOptions { Stage = Api.DeploymentStage });
        _ = new ARecord(this, "Name", new ARecordProps
        {
            Zone = hosted,
            RecordName = host,
            Target = RecordTarget.FromAlias(new ApiGatewayDomain(domain)),
        });
    }
}

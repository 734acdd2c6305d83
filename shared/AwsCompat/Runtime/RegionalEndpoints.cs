using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util;
using static Amazon.Runtime.Internal.Endpoints.StandardLibrary.Fn;

namespace Amazon.Runtime.Internal;

/// <summary>Hosts of the form <c>service.region.suffix</c>, or the URL that is configured.</summary>
internal sealed class RegionalEndpointProvider(string hostPrefix) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string { Length: > 0 } url)
        {
            return new Endpoint(url);
        }

        var region = parameters["Region"] as string
            ?? throw new AmazonClientException("No region is configured, and no endpoint.");
        var partition = Partition(region);
        var isDualStack = parameters["UseDualStack"] is true;
        var suffix = GetAttr(partition, isDualStack ? "dualStackDnsSuffix" : "dnsSuffix");
        var fips = parameters["UseFIPS"] is true ? "-fips" : "";
        return new Endpoint($"https://{hostPrefix}{fips}.{region}.{suffix}");
    }
}

/// <summary>Tells the provider what is configured.</summary>
internal sealed class RegionalEndpointResolver : BaseEndpointResolver
{
    public static EndpointParameters ParametersOf(IClientConfig config, RegionEndpoint? alternate)
    {
        var url = config.ServiceURL;
        var region = alternate?.SystemName ?? config.RegionEndpoint?.SystemName;
        if (region is null && !string.IsNullOrEmpty(url))
        {
            region = config.AuthenticationRegion ?? AWSSDKUtils.DetermineRegion(url);
        }

        var parameters = new EndpointParameters();
        parameters["Region"] = region;
        parameters["UseDualStack"] = config.UseDualstackEndpoint;
        parameters["UseFIPS"] = config.UseFIPSEndpoint;
        parameters["Endpoint"] = url;
        return parameters;
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        ParametersOf(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);
}

/// <summary>Every operation is signed with SigV4.</summary>
internal sealed class SigV4Handler : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
        AuthSchemeOption.DEFAULT_SIGV4;
}

using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.Runtime;

/// <summary>The settings of a service that has one host a region.</summary>
public abstract class JsonServiceConfig : ClientConfig
{
    private static readonly DefaultConfigurationProvider Defaults = new(
    [
        Mode(DefaultConfigurationMode.Standard, 3100),
        Mode(DefaultConfigurationMode.InRegion, 1100),
        Mode(DefaultConfigurationMode.CrossRegion, 3100),
        Mode(DefaultConfigurationMode.Mobile, 30000),
        Mode(DefaultConfigurationMode.Auto, 1100),
    ]);

    /// <param name="serviceId">The service's id; with underscores it ends <c>AWS_ENDPOINT_URL_…</c>.</param>
    /// <param name="signingName">The service's name in a signature.</param>
    /// <param name="hostPrefix">What stands before the region in its host.</param>
    private protected JsonServiceConfig(string serviceId, string signingName, string hostPrefix)
        : base(Defaults)
    {
        ServiceId = serviceId;
        AuthenticationServiceName = signingName;
        RegionEndpointServiceName = hostPrefix;
        EndpointProvider = new RegionalEndpointProvider(hostPrefix);
        UserAgent = InternalSDKUtils.BuildUserAgentString(serviceId, "4.0.0");
    }

    /// <inheritdoc/>
    public override string RegionEndpointServiceName { get; }

    /// <inheritdoc/>
    public override string UserAgent { get; }

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return EndpointProvider.ResolveEndpoint(
            RegionalEndpointResolver.ParametersOf(this, parameters.AlternateEndpoint));
    }

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, int connectMilliseconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
    };
}

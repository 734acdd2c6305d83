using Microsoft.Extensions.Configuration;

namespace TradingPlatform.Hosting;

/// <summary>How this process hosts its functions; read and checked once, at start.</summary>
public sealed record HostingSettings
{
    /// <summary>What log lines name as <c>service</c>.</summary>
    public required string Service { get; init; }

    /// <summary>
    /// True where Lambda runs the process: API Gateway verifies tokens, and metrics leave after each call.
    /// </summary>
    public bool OnLambda { get; init; }

    /// <summary>
    /// Where a host of its own keeps its token key (<c>Hosting:DataDirectory</c>, <c>.data</c>). Empty on Lambda.
    /// </summary>
    public string DataDirectory { get; init; } = ".data";

    /// <summary>
    /// Whether metrics carry the tenant as a dimension (<c>Hosting:MetricsPerTenant</c>, true): each tenant is then a
    /// billed metric.
    /// </summary>
    public bool MetricsPerTenant { get; init; } = true;

    /// <summary>
    /// The origin of the app whose pages may read answers (<c>Hosting:WebOrigin</c>); null where browsers may not.
    /// </summary>
    public string? WebOrigin { get; init; }

    /// <summary>Whether metrics are written (<c>Hosting:ExportMetrics</c>; true on Lambda, otherwise false).</summary>
    public bool ExportMetrics { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One cannot be understood.</exception>
    public static HostingSettings Read(IConfiguration configuration, string service)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var onLambda = !string.IsNullOrEmpty(configuration["AWS_LAMBDA_RUNTIME_API"]);
        return new HostingSettings
        {
            Service = service,
            OnLambda = onLambda,
            // Nothing is kept on Lambda, whose disk is nobody's.
            DataDirectory = onLambda ? "" : configuration["Hosting:DataDirectory"] ?? ".data",
            MetricsPerTenant = Flag(configuration, "Hosting:MetricsPerTenant", true),
            WebOrigin = Origin(configuration, "Hosting:WebOrigin"),
            ExportMetrics = Flag(configuration, "Hosting:ExportMetrics", onLambda),
        };
    }

    private static string? Origin(IConfiguration configuration, string name) => configuration[name] switch
    {
        null or "" => null,
        { } text when Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && text == uri.GetLeftPart(UriPartial.Authority) => text,
        _ => throw new InvalidOperationException($"The setting {name} must be an origin, as https://app.example.com."),
    };

    private static bool Flag(IConfiguration configuration, string name, bool otherwise) => configuration[name] switch
    {
        null => otherwise,
        { } text when bool.TryParse(text, out var value) => value,
        _ => throw new InvalidOperationException($"The setting {name} must be true or false."),
    };
}

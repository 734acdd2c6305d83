namespace TradingPlatform.Hosting.Metrics;

/// <summary>The dimensions that a measurement can have; other tags are not exported. Null where it has not this one.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="ExchangeId">At which exchange.</param>
/// <param name="ProviderId">By which AI provider.</param>
internal readonly record struct MetricDimensions(string? TenantId, string? ExchangeId, string? ProviderId)
{
    // CloudWatch takes 1,024 characters; an id of ours is far shorter.
    private const int MaxLength = 256;

    internal static MetricDimensions Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? tenant = null;
        string? exchange = null;
        string? provider = null;
        foreach (var (name, value) in tags)
        {
            switch (name)
            {
                case nameof(TenantId):
                    tenant = Text(value);
                    break;
                case nameof(ExchangeId):
                    exchange = Text(value);
                    break;
                case nameof(ProviderId):
                    provider = Text(value);
                    break;
            }
        }

        return new MetricDimensions(tenant, exchange, provider);
    }

    private static string? Text(object? value) =>
        (value as string ?? value?.ToString()) is { Length: > 0 and <= MaxLength } text ? text : null;
}

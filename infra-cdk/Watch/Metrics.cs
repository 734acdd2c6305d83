using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using TradingPlatform.Infra.Stacks;

namespace TradingPlatform.Infra.Watch;

/// <summary>What is measured, by its names in CloudWatch.</summary>
internal static class Metrics
{
    /// <summary>A count of the platform's own, over all tenants.</summary>
    /// <param name="area">Its namespace: <c>TradingPlatform/Risk</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="minutes">Over how long it is summed.</param>
    public static Metric Of(string area, string name, double minutes) => new(new MetricProps
    {
        Namespace = area, MetricName = name, Statistic = "Sum", Period = Duration.Minutes(minutes),
    });

    /// <summary>One of the platform's own for each exchange: a search, for nobody says here which there are.</summary>
    public static MathExpression OfExchanges(string area, string name, string statistic) => new(new MathExpressionProps
    {
        Label = name,
        Expression = $"SEARCH('{{{area},ExchangeId}} MetricName=\"{name}\"', '{statistic}', 300)",
        UsingMetrics = new Dictionary<string, IMetric>(StringComparer.Ordinal),
        Period = Duration.Minutes(5),
    });

    /// <summary>Of the API, over five minutes.</summary>
    public static Metric OfApi(Deployment deployment, string name, string statistic) => new(new MetricProps
    {
        Namespace = "AWS/ApiGateway",
        MetricName = name,
        DimensionsMap = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ApiName"] = deployment.Names.Prefix, ["Stage"] = ApiStack.StageName,
        },
        Statistic = statistic,
        Period = Duration.Minutes(5),
    });

    /// <summary>A statistic over some minutes.</summary>
    public static MetricOptions Over(double minutes, string statistic) => new()
    {
        Statistic = statistic, Period = Duration.Minutes(minutes),
    };
}

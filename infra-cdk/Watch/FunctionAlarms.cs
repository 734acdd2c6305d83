using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using TradingPlatform.Infra.Stacks;

namespace TradingPlatform.Infra.Watch;

/// <summary>What is watched of every function. These alarms also end a deployment that goes wrong.</summary>
internal static class FunctionAlarms
{
    private const double ErrorPercent = 1;
    private const double SlowMilliseconds = 1_000;

    // Of its timeout; what takes longer is about to be cut off.
    private const double LongShare = 0.8;

    /// <summary>Makes them.</summary>
    public static IEnumerable<IAlarm> Of(AlarmSet alarms, DeployedFunction function)
    {
        var (definition, live) = (function.Definition, function.Live);
        yield return alarms.Add(new Watched("function-errors", definition.Name, ErrorRate(function), ErrorPercent)
        {
            Urgency = Urgency.Now,
        });
        yield return alarms.Add(new Watched(
            "function-throttled", definition.Name, live.MetricThrottles(Sum(5)), 0));
        yield return definition.ServesRequests
            ? alarms.Add(new Watched("function-slow", definition.Name, live.MetricDuration(P95()), SlowMilliseconds))
            : alarms.Add(new Watched(
                "function-long",
                definition.Name,
                live.MetricDuration(Of("Maximum")),
                definition.TimeoutSeconds * 1_000 * LongShare));
    }

    private static MathExpression ErrorRate(DeployedFunction function) => new(new MathExpressionProps
    {
        Label = "Failed calls, percent",
        Expression = "IF(calls > 0, 100 * errors / calls, 0)",
        UsingMetrics = new Dictionary<string, IMetric>(StringComparer.Ordinal)
        {
            ["calls"] = function.Live.MetricInvocations(Sum(5)),
            ["errors"] = function.Live.MetricErrors(Sum(5)),
        },
        Period = Duration.Minutes(5),
    });

    private static MetricOptions Sum(double minutes) => new() { Statistic = "Sum", Period = Duration.Minutes(minutes) };

    private static MetricOptions P95() => Of("p95");

    private static MetricOptions Of(string statistic) => new()
    {
        Statistic = statistic, Period = Duration.Minutes(5),
    };
}

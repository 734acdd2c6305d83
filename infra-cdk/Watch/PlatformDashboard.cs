using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using TradingPlatform.Infra.Stacks;

namespace TradingPlatform.Infra.Watch;

/// <summary>One page on which it shows whether the platform does what it is trusted for.</summary>
internal sealed class PlatformDashboard : Construct
{
    private const int Half = 12;
    private const int Third = 8;

    public PlatformDashboard(Construct scope, Deployment deployment, FunctionsStack functions)
        : base(scope, "Dashboard")
    {
        var page = new Dashboard(this, "Page", new DashboardProps { DashboardName = deployment.Names.Prefix });
        page.AddWidgets(
            Graph("Orders: submission, ms", Half, Metrics.OfExchanges(
                "TradingPlatform/Orders", "OrderSubmissionLatency", "p95")),
            Graph("Orders: accepted, percent", Half, Metrics.OfExchanges(
                "TradingPlatform/Orders", "OrderSuccessRate", "Average")));
        page.AddWidgets(
            Graph("Kill switches", Third, Metrics.Of("TradingPlatform/Risk", "KillSwitchActivations", 5)),
            Graph("Exchanges: health", Third, Metrics.OfExchanges(
                "TradingPlatform/Exchanges", "ExchangeHealthScore", "Minimum")),
            Graph("API: p95, ms", Third, Metrics.OfApi(deployment, "Latency", "p95")));
        page.AddWidgets(
            Graph("Calls", Half, [.. functions.Functions.Select(function => function.Live.MetricInvocations())]),
            Graph("Errors", Half, [.. functions.Functions.Select(function => function.Live.MetricErrors())]));
        page.AddWidgets(
            Graph("Duration, p95", Half, [.. functions.Functions.Select(
                function => function.Live.MetricDuration(Metrics.Over(5, "p95")))]),
            Graph("Failures that wait for a person", Half, [.. functions.Failures.All.Values.Select(
                queue => queue.MetricApproximateNumberOfMessagesVisible())]));
    }

    private static GraphWidget Graph(string title, int width, params IMetric[] metrics) => new(new GraphWidgetProps
    {
        Title = title, Width = width, Left = metrics,
    });
}

using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.Infra.Stacks;

namespace TradingPlatform.Infra.Watch;

/// <summary>What is watched of the platform as a whole.</summary>
internal sealed class PlatformAlarms(AlarmSet alarms, Deployment deployment)
{
    private const double ErrorPercent = 1;
    private const double SlowMilliseconds = 1_000;
    private const double OldestMilliseconds = 60_000;
    private const double OldestSeconds = 300;

    /// <summary>Makes the alarms.</summary>
    public void Add(FunctionsStack functions, MessagingStack messaging, WorkerStack worker)
    {
        AddApi();
        AddTable();
        AddQueues(functions, messaging);
        AddStreams(functions);
        alarms.Add(new Watched("kill-switch", "risk", Metrics.Of("TradingPlatform/Risk", "KillSwitchActivations", 1), 0)
        {
            Urgency = Urgency.Now,
        });
        alarms.Add(new Watched("exchange-down", "paper", Missing(worker.Exchange.Name, 1), 0)
        {
            Periods = 5, SilenceIsBad = true,
        });
        foreach (var one in worker.Workers)
        {
            alarms.Add(new Watched("worker-down", one.Definition.Name, Missing(one.Name, one.Tasks), 0)
            {
                Periods = 3, SilenceIsBad = true, Urgency = Urgency.Now,
            });
        }
    }

    private void AddApi()
    {
        alarms.Add(new Watched("api-errors", "api", ErrorRate(), ErrorPercent) { Urgency = Urgency.Now });
        alarms.Add(new Watched("api-slow", "api", Metrics.OfApi(deployment, "Latency", "p95"), SlowMilliseconds));
    }

    private void AddTable()
    {
        alarms.Add(new Watched("table-throttled", "table", Table("ThrottledRequests"), 0) { Periods = 2 });
        alarms.Add(new Watched("table-errors", "table", Table("SystemErrors"), 0) { Urgency = Urgency.Now });
    }

    private void AddQueues(FunctionsStack functions, MessagingStack messaging)
    {
        foreach (var (owner, queue) in functions.Failures.All.Concat(messaging.Failures.All))
        {
            alarms.Add(new Watched(
                "failures-waiting",
                owner,
                queue.MetricApproximateNumberOfMessagesVisible(Metrics.Over(1, "Maximum")),
                0)
            {
                Urgency = Urgency.Now,
            });
        }

        foreach (var (name, queue) in messaging.Queues)
        {
            alarms.Add(new Watched(
                "queue-old", name, queue.MetricApproximateAgeOfOldestMessage(Metrics.Over(1, "Maximum")), OldestSeconds)
            {
                Periods = 3,
            });
        }
    }

    private void AddStreams(FunctionsStack functions)
    {
        foreach (var function in functions.Functions.Where(
            function => function.Definition.Triggers.Any(trigger => trigger is Trigger.Stream)))
        {
            alarms.Add(new Watched(
                "stream-old",
                function.Definition.Name,
                function.Live.Metric("IteratorAge", Metrics.Over(1, "Maximum")),
                OldestMilliseconds)
            {
                Periods = 3,
                Urgency = Urgency.Now,
            });
        }
    }

    private MathExpression ErrorRate() => new(new MathExpressionProps
    {
        Label = "Failed requests, percent",
        Expression = "IF(calls > 0, 100 * errors / calls, 0)",
        UsingMetrics = new Dictionary<string, IMetric>(StringComparer.Ordinal)
        {
            ["calls"] = Metrics.OfApi(deployment, "Count", "Sum"),
            ["errors"] = Metrics.OfApi(deployment, "5XXError", "Sum"),
        },
        Period = Duration.Minutes(5),
    });

    private MathExpression Missing(string service, int wanted) => new(new MathExpressionProps
    {
        Label = "Tasks that are missing",
        Expression = $"{wanted} - running",
        UsingMetrics = new Dictionary<string, IMetric>(StringComparer.Ordinal)
        {
            ["running"] = new Metric(new MetricProps
            {
                Namespace = "ECS/ContainerInsights",
                MetricName = "RunningTaskCount",
                DimensionsMap = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["ClusterName"] = deployment.Names.Prefix, ["ServiceName"] = service,
                },
                Statistic = "Minimum",
                Period = Duration.Minutes(1),
            }),
        },
        Period = Duration.Minutes(1),
    });

    private Metric Table(string name) => new(new MetricProps
    {
        Namespace = "AWS/DynamoDB",
        MetricName = name,
        DimensionsMap = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TableName"] = deployment.Names.Table,
        },
        Statistic = "Sum",
        Period = Duration.Minutes(5),
    });
}

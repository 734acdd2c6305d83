using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Constructs;
using TradingPlatform.Infra.Stacks;

namespace TradingPlatform.Infra.Watch;

/// <summary>How soon somebody must look.</summary>
internal enum Urgency
{
    /// <summary>On a working day.</summary>
    Soon = 1,

    /// <summary>Now: it also sets off the alarm that pages.</summary>
    Now = 2,
}

/// <summary>What an alarm watches, and when it goes off.</summary>
/// <param name="Runbook">The file of <c>docs/runbooks</c> that says what to do.</param>
/// <param name="Subject">What it is about, in the alarm's name: <c>orders-rest</c>.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Above">It goes off above this.</param>
internal sealed record Watched(string Runbook, string Subject, IMetric Metric, double Above)
{
    /// <summary>How soon.</summary>
    public Urgency Urgency { get; init; } = Urgency.Soon;

    /// <summary>So many periods in a row.</summary>
    public int Periods { get; init; } = 1;

    /// <summary>No measurement is a bad sign too.</summary>
    public bool SilenceIsBad { get; init; }
}

/// <summary>Makes alarms; none can be made here that tells nobody or has no runbook.</summary>
internal sealed class AlarmSet(Construct scope, Deployment deployment, MessagingStack messaging)
{
    private readonly List<string> _paging = [];

    /// <summary>The names of those that page.</summary>
    public IReadOnlyList<string> Paging => _paging;

    /// <summary>Makes one.</summary>
    public Alarm Add(Watched watched)
    {
        var name = deployment.Names.Of($"{watched.Subject}-{watched.Runbook}");
        var alarm = new Alarm(scope, $"Alarm-{watched.Subject}-{watched.Runbook}", new AlarmProps
        {
            AlarmName = name,
            AlarmDescription = $"What to do: docs/runbooks/{watched.Runbook}.md",
            Metric = watched.Metric,
            Threshold = watched.Above,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_THRESHOLD,
            EvaluationPeriods = watched.Periods,
            DatapointsToAlarm = watched.Periods,
            TreatMissingData = watched.SilenceIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
        });
        alarm.AddAlarmAction(new SnsAction(messaging.Alarms));
        alarm.AddOkAction(new SnsAction(messaging.Alarms));
        if (watched.Urgency == Urgency.Now)
        {
            _paging.Add(name);
        }

        return alarm;
    }

    /// <summary>Makes the one alarm that pages: it goes off with the first of these.</summary>
    public void AddPager(IEnumerable<string> alarms)
    {
        var pager = new CompositeAlarm(scope, "Pager", new CompositeAlarmProps
        {
            CompositeAlarmName = deployment.Names.Of("page"),
            AlarmDescription = "What to do: docs/runbooks/page.md",
            AlarmRule = AlarmRule.FromString(string.Join(" OR ", alarms.Select(alarm => $"ALARM(\"{alarm}\")"))),
        });
        pager.AddAlarmAction(new SnsAction(messaging.Pages));
        pager.AddOkAction(new SnsAction(messaging.Pages));
    }
}

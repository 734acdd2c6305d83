using Amazon.CDK;
using Constructs;
using TradingPlatform.Infra.Watch;

namespace TradingPlatform.Infra.Stacks;

/// <summary>The dashboard, and the alarms of what belongs to no single function.</summary>
internal sealed class ObservabilityStack : Stack
{
    public ObservabilityStack(
        Construct scope, Deployment deployment, FunctionsStack functions, MessagingStack messaging, WorkerStack worker)
        : base(scope, deployment.Names.Stack("Observability"), deployment.Stack("dashboard and alarms"))
    {
        var alarms = new AlarmSet(this, deployment, messaging);
        new PlatformAlarms(alarms, deployment).Add(functions, messaging, worker);
        alarms.AddPager(functions.Alarms.Paging.Concat(alarms.Paging));
        _ = new PlatformDashboard(this, deployment, functions);
    }
}

using System.Text.Json.Nodes;
using TradingPlatform.Infra;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>Somebody hears of it when something is wrong, and knows what to do.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class ObservabilityTests(Synthesis synthesis)
{
    [CdkFact]
    public void Every_alarm_tells_somebody_and_says_where_it_is_written_what_to_do()
    {
        foreach (var (stack, alarm) in Alarms())
        {
            Assert.True(alarm["AlarmActions"]?.AsArray().Count > 0, $"{stack} {alarm["AlarmName"]}");
            Assert.True(alarm["ActionsEnabled"]?.GetValue<bool>() ?? true);
            Assert.True(File.Exists(Repository.Folder(RunbookOf(alarm))), RunbookOf(alarm));
        }
    }

    [CdkFact]
    public void Every_runbook_belongs_to_an_alarm()
    {
        var named = Alarms().Select(one => Path.GetFileName(RunbookOf(one.Alarm))).Append("README.md")
            .Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(named, Directory.EnumerateFiles(Repository.Folder("docs", "runbooks"), "*.md")
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [CdkTheory]
    [MemberData(nameof(Synthesis.Names), MemberType = typeof(Synthesis))]
    public void Each_function_is_watched_for_errors_above_a_percent_slowness_and_throttling(string name)
    {
        var alarms = AlarmsOf(name);
        foreach (var function in FunctionCatalogue.All)
        {
            var errors = alarms[$"trading-platform-{name}-{function.Name}-function-errors"];
            Assert.Equal(1, errors["Threshold"]!.GetValue<int>());
            Assert.All(
                errors["Metrics"]!.AsArray().Where(one => one!["MetricStat"] is not null),
                one => Assert.Equal(300, one!["MetricStat"]!["Period"]!.GetValue<int>()));
            Assert.Contains($"trading-platform-{name}-{function.Name}-function-throttled", alarms.Keys);
            if (function.ServesRequests)
            {
                var slow = alarms[$"trading-platform-{name}-{function.Name}-function-slow"];
                Assert.Equal("p95", slow["ExtendedStatistic"]!.GetValue<string>());
                Assert.Equal(1_000, slow["Threshold"]!.GetValue<int>());
            }
        }
    }

    [CdkTheory]
    [MemberData(nameof(Synthesis.Names), MemberType = typeof(Synthesis))]
    public void Queues_of_failures_are_watched_and_so_are_streams_and_the_kill_switch(string name)
    {
        var alarms = AlarmsOf(name);
        var failures = synthesis.Of(name)
            .SelectMany(stack => stack.Resources("AWS::SQS::Queue").Select(one => $"{one.Properties["QueueName"]}"))
            .Where(queue => queue.EndsWith("-failed", StringComparison.Ordinal))
            .Select(queue => queue[..^"-failed".Length] + "-failures-waiting");

        Assert.All(failures, alarm => Assert.Contains(alarm, alarms.Keys));
        Assert.Contains(
            FunctionCatalogue.All.Where(one => one.Triggers.Any(trigger => trigger is Trigger.Stream)),
            one => alarms[$"trading-platform-{name}-{one.Name}-stream-old"]["MetricName"]!.GetValue<string>()
                == "IteratorAge");
        var kill = alarms[$"trading-platform-{name}-risk-kill-switch"];
        Assert.Equal("KillSwitchActivations", kill["MetricName"]!.GetValue<string>());
        Assert.Equal("TradingPlatform/Risk", kill["Namespace"]!.GetValue<string>());
    }

    [CdkTheory]
    [MemberData(nameof(Synthesis.Names), MemberType = typeof(Synthesis))]
    public void One_alarm_pages_and_every_alarm_that_it_names_is_there(string name)
    {
        var page = synthesis[name, "Observability"].Resources("AWS::CloudWatch::CompositeAlarm").Single().Properties;
        var named = page["AlarmRule"]!.GetValue<string>().Split(" OR ")
            .Select(one => one["ALARM(\"".Length..^"\")".Length]).ToList();

        Assert.All(named, alarm => Assert.Contains(alarm, AlarmsOf(name).Keys));
        Assert.Contains($"trading-platform-{name}-risk-kill-switch", named);
        Assert.Contains($"trading-platform-{name}-api-api-errors", named);
        Assert.Contains("pages", page["AlarmActions"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [CdkFact]
    public void There_is_a_dashboard() => Assert.All(
        synthesis.Stacks.Where(stack => stack.What == "Observability"),
        stack => stack.Template.ResourceCountIs("AWS::CloudWatch::Dashboard", 1));

    private Dictionary<string, JsonObject> AlarmsOf(string name) => synthesis.Of(name)
        .SelectMany(stack => stack.Resources("AWS::CloudWatch::Alarm"))
        .ToDictionary(one => $"{one.Properties["AlarmName"]}", one => one.Properties, StringComparer.Ordinal);

    private IEnumerable<(SynthesisedStack Stack, JsonObject Alarm)> Alarms() =>
        from stack in synthesis.Stacks
        from alarm in stack.Resources("AWS::CloudWatch::Alarm")
            .Concat(stack.Resources("AWS::CloudWatch::CompositeAlarm"))
        select (stack, alarm.Properties);

    private static string RunbookOf(JsonObject alarm) =>
        alarm["AlarmDescription"]!.GetValue<string>()["What to do: ".Length..];
}

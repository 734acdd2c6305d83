using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>How functions run, what starts them, and how they are replaced.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class FunctionTests(Synthesis synthesis)
{
    private const int GatewaySeconds = 29;
    private const int HiddenTimes = 6;

    private IEnumerable<SynthesisedStack> Stacks => synthesis.Stacks.Where(stack => stack.What == "Functions");

    [CdkFact]
    public void Each_entry_of_the_catalogue_is_a_function_with_a_log_of_its_own_that_is_traced_and_not_kept_for_ever()
    {
        foreach (var stack in Stacks)
        {
            var logs = stack.Resources("AWS::Logs::LogGroup").ToDictionary(
                log => log.Id, log => log.Properties, StringComparer.Ordinal);
            var functions = stack.Resources("AWS::Lambda::Function").Select(one => one.Properties).ToList();

            Assert.Equal(
                FunctionCatalogue.All
                    .Select(one => $"trading-platform-{stack.Environment.Name}-{one.Name} {one.Handler}").Order(),
                functions.Select(one => $"{one["FunctionName"]} {one["Handler"]}").Order());
            Assert.All(functions, function =>
            {
                var log = logs[stack.Resolve(function["LoggingConfig"]!["LogGroup"])];
                Assert.Equal($"/aws/lambda/{function["FunctionName"]}", log["LogGroupName"]!.GetValue<string>());
                Assert.Equal(stack.Environment.LogDays, log["RetentionInDays"]!.GetValue<int>());
                Assert.Equal("Active", function["TracingConfig"]!["Mode"]!.GetValue<string>());
                Assert.Equal("provided.al2023", function["Runtime"]!.GetValue<string>());
                Assert.Equal(2, function["VpcConfig"]!["SubnetIds"]!.AsArray().Count);
            });
        }
    }

    [CdkFact]
    public void Requests_end_before_API_Gateway_gives_up_and_events_are_bounded_in_number_and_set_aside_when_they_fail()
    {
        foreach (var (function, properties, stack) in Deployed())
        {
            var seconds = properties["Timeout"]!.GetValue<int>();
            if (function.ServesRequests)
            {
                Assert.True(seconds < GatewaySeconds, function.Name);
                continue;
            }

            Assert.Equal(
                stack.Environment.EventConcurrency, properties["ReservedConcurrentExecutions"]!.GetValue<int>());
            Assert.NotNull(properties["DeadLetterConfig"]);
        }
    }

    [CdkFact]
    public void What_calls_a_function_calls_the_version_that_serves()
    {
        foreach (var stack in Stacks)
        {
            var aliases = stack.Resources("AWS::Lambda::Alias").ToList();
            Assert.Equal(FunctionCatalogue.All.Count, aliases.Count);
            foreach (var function in FunctionCatalogue.All.Where(one => one.ServesRequests))
            {
                var alias = aliases.Single(one => one.Id.StartsWith(
                    function.Name.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal)).Properties;
                Assert.Equal("live", alias["Name"]!.GetValue<string>());
                Assert.Equal(
                    stack.Environment.WarmInstances,
                    alias["ProvisionedConcurrencyConfig"]?["ProvisionedConcurrentExecutions"]?.GetValue<int>() ?? 0);
            }

            var called = stack.Resources("AWS::Lambda::EventSourceMapping")
                .Select(one => stack.Resolve(one.Properties["FunctionName"]))
                .Concat(stack.Resources("AWS::Events::Rule").SelectMany(
                    rule => rule.Properties["Targets"]!.AsArray().Select(target => stack.Resolve(target!["Arn"]))));
            Assert.All(called, arn => Assert.True(
                arn.EndsWith(":live", StringComparison.Ordinal) || aliases.Exists(alias => alias.Id == arn), arn));
        }
    }

    [CdkFact]
    public void A_new_version_gets_a_tenth_of_the_calls_for_five_minutes_and_none_once_an_alarm_goes_off()
    {
        foreach (var stack in Stacks)
        {
            var groups = stack.Resources("AWS::CodeDeploy::DeploymentGroup").Select(one => one.Properties).ToList();
            Assert.Equal(FunctionCatalogue.All.Count, groups.Count);
            Assert.All(groups, group =>
            {
                Assert.Equal(
                    "CodeDeployDefault.LambdaCanary10Percent5Minutes",
                    group["DeploymentConfigName"]!.GetValue<string>());
                Assert.Equal(
                    ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
                    group["AutoRollbackConfiguration"]!["Events"]!.AsArray().Select(one => one!.GetValue<string>())
                        .Order());
                Assert.True(group["AlarmConfiguration"]!["Enabled"]!.GetValue<bool>());
                Assert.True(group["AlarmConfiguration"]!["Alarms"]!.AsArray().Count >= 3);
            });
            foreach (var (_, alias) in stack.Json["Resources"]!.AsObject().Where(
                one => one.Value!["Type"]!.GetValue<string>() == "AWS::Lambda::Alias"))
            {
                Assert.NotNull(alias!["UpdatePolicy"]!["CodeDeployLambdaAliasUpdate"]);
            }
        }
    }

    [Fact]
    public void Every_handler_has_a_trigger_and_every_trigger_a_handler()
    {
        foreach (var package in FunctionCatalogue.Packages)
        {
            var triggers = FunctionCatalogue.All.Where(one => one.Package == package).SelectMany(one => one.Triggers);
            using IDisposable app = package.Build(
                FunctionSettings.Of(package, Infra.Settings.Environments.All[0]));
            var routes = ((IHost)app).Services.GetRequiredService<EventRoutes>();

            Assert.Equal(
                routes.Names<ScheduledEvent>().Select(name => $"event {name}")
                    .Concat(routes.Names<QueueMessage>().Select(name => $"queue {name}"))
                    .Concat(routes.Names<ItemChange>().Select(name => $"stream {name}"))
                    .Concat(routes.Names<SecretRotation>().Select(name => $"rotation {name}"))
                    .Order(StringComparer.Ordinal),
                triggers.SelectMany(Served).Order(StringComparer.Ordinal));
        }
    }

    [CdkFact]
    public void Schedules_and_queues_bear_the_names_by_which_their_handlers_are_found()
    {
        foreach (var stack in Stacks)
        {
            var prefix = $"trading-platform-{stack.Environment.Name}-";
            var rules = stack.Resources("AWS::Events::Rule").Select(one => $"{one.Properties["Name"]}").ToList();
            var queues = synthesis[stack.Environment.Name, "Messaging"].Resources("AWS::SQS::Queue")
                .ToDictionary(one => $"{one.Properties["QueueName"]}", one => one.Properties, StringComparer.Ordinal);
            foreach (var function in FunctionCatalogue.All)
            {
                Assert.All(
                    function.Triggers.OfType<Trigger.Schedule>(), one => Assert.Contains(prefix + one.Name, rules));
                Assert.All(function.Triggers.OfType<Trigger.Queue>(), one =>
                {
                    var queue = queues[prefix + one.Name];
                    Assert.True(queue["VisibilityTimeout"]!.GetValue<int>() >= HiddenTimes * function.TimeoutSeconds);
                    Assert.True(queue["RedrivePolicy"]!["maxReceiveCount"]!.GetValue<int>() >= 5);
                });
            }
        }
    }

    [CdkFact]
    public void A_record_of_the_stream_that_cannot_be_handled_does_not_hold_up_its_shard_for_ever()
    {
        foreach (var stack in Stacks)
        {
            var mapping = stack.Resources("AWS::Lambda::EventSourceMapping").Single(
                one => one.Properties["StartingPosition"] is not null).Properties;
            Assert.True(mapping["BisectBatchOnFunctionError"]!.GetValue<bool>());
            Assert.NotNull(mapping["DestinationConfig"]!["OnFailure"]!["Destination"]);
            Assert.InRange(mapping["MaximumRecordAgeInSeconds"]!.GetValue<int>(), 60, 86_400);
            Assert.Equal("ReportBatchItemFailures", mapping["FunctionResponseTypes"]![0]!.GetValue<string>());
            Assert.Contains("outbound", mapping["FilterCriteria"]!.ToJsonString(), StringComparison.Ordinal);
        }
    }

    private IEnumerable<(FunctionDefinition Function, JsonObject Properties, SynthesisedStack Stack)> Deployed() =>
        from stack in Stacks
        from function in FunctionCatalogue.All
        let name = $"trading-platform-{stack.Environment.Name}-{function.Name}"
        from deployed in stack.Resources("AWS::Lambda::Function")
        where $"{deployed.Properties["FunctionName"]}" == name
        select (function, deployed.Properties, stack);

    private static IEnumerable<string> Served(Trigger trigger) => trigger switch
    {
        Trigger.Schedule one => [$"event {one.Name}"],
        Trigger.BusEvents many => many.Types.Select(type => $"event {type}"),
        Trigger.Queue one => [$"queue {one.Name}"],
        Trigger.Stream one => [$"stream {one.Name}"],
        Trigger.Rotation one => [$"rotation {one.Name}"],
        _ => throw new InvalidOperationException($"Nothing is known of {trigger}."),
    };
}

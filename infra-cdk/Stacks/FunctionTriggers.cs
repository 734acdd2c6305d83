using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;
using TradingPlatform.Aws.Events;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Aws.Vault;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>Wires what starts a function: each trigger of its entry in the catalogue.</summary>
internal sealed class FunctionTriggers
{
    // Beyond it an event is of no use to a handler whose schedule has come round again.
    private const double MaxEventAgeMinutes = 5;

    private readonly Construct _scope;
    private readonly Deployment _deployment;
    private readonly DeployedFunction _function;
    private readonly SecurityStack _security;
    private readonly DataStack _data;
    private readonly MessagingStack _messaging;

    public FunctionTriggers(
        Construct scope, Deployment deployment, DeployedFunction function, SecurityStack security, DataStack data,
        MessagingStack messaging)
    {
        (_scope, _deployment, _function) = (scope, deployment, function);
        (_security, _data, _messaging) = (security, data, messaging);
        foreach (var trigger in function.Definition.Triggers)
        {
            Wire(trigger);
        }
    }

    private void Wire(Trigger trigger)
    {
        switch (trigger)
        {
            case Trigger.Schedule schedule:
                WireSchedule(schedule);
                break;
            case Trigger.Stream stream:
                WireStream(stream);
                break;
            case Trigger.Queue queue:
                _function.Live.AddEventSource(new SqsEventSource(_messaging.Queues[queue.Name], new SqsEventSourceProps
                {
                    BatchSize = queue.Batch, ReportBatchItemFailures = true,
                    MaxConcurrency = Math.Max(2, _deployment.Environment.EventConcurrency / 2),
                }));
                break;
            case Trigger.BusEvents events:
                WireBus(events);
                break;
            case Trigger.Rotation rotation:
                WireRotation(rotation);
                break;
        }
    }

    // The rule's name ends with the handler's, by which the function finds it (docs/adr/0009).
    private void WireSchedule(Trigger.Schedule schedule) => _ = new Rule(
        _scope, $"Schedule-{schedule.Name}", new RuleProps
    {
        RuleName = _deployment.Names.Of(schedule.Name),
        Schedule = Schedule.Rate(Duration.Minutes(schedule.Minutes)),
        Targets = [Target()],
    });

    private void WireBus(Trigger.BusEvents events) => _ = new Rule(
        _scope, $"Bus-{_function.Definition.Name}", new RuleProps
        {
            RuleName = _deployment.Names.Of($"{_function.Definition.Name}-bus"),
            EventBus = _messaging.Bus,
            EventPattern = new EventPattern { Source = [EventBridgeBus.Source], DetailType = events.Types },
            Targets = [Target()],
        });

    private LambdaFunction Target() => new(_function.Live, new LambdaFunctionProps
    {
        DeadLetterQueue = _function.Failures!,
        MaxEventAge = Duration.Minutes(MaxEventAgeMinutes),
        RetryAttempts = 2,
    });

    // A record that cannot be handled is set aside after a day's worth of neither: an hour or 100 attempts.
    private void WireStream(Trigger.Stream stream) => _function.Live.AddEventSource(new DynamoEventSource(
        _data.Table,
        new DynamoEventSourceProps
        {
            StartingPosition = StartingPosition.TRIM_HORIZON,
            BatchSize = 100,
            ParallelizationFactor = 2,
            BisectBatchOnError = true,
            ReportBatchItemFailures = true,
            RetryAttempts = 100,
            MaxRecordAge = Duration.Hours(1),
            OnFailure = new SqsDlq(_function.Failures!),
            Filters = [OnlyOutbound()],
        }));

    // Most changes concern nobody else; they would be paid for as calls.
    private static IDictionary<string, object> OnlyOutbound() => FilterCriteria.Filter(
        Nested("dynamodb", Nested("NewImage", Nested(DynamoDbSchema.Outbound, new Dictionary<string, object>(
            StringComparer.Ordinal)
        {
            ["BOOL"] = new object[] { true },
        }))));

    // The construct's own rotation would grant the function more than its code calls.
    private void WireRotation(Trigger.Rotation rotation)
    {
        var id = rotation.Secret.Replace('/', '-');
        var secret = new Secret(_scope, $"Secret-{id}", new SecretProps
        {
            SecretName = new VaultPlace(_deployment.Environment.Name, "-").Prefix + rotation.Secret,
            Description = "Rotated by a function; its value is nobody's to read.",
            EncryptionKey = _security.SecretsKey,
            RemovalPolicy = _deployment.Environment.DataRemoval,
            // A key of 33 bytes in base64url, until the first rotation makes one.
            GenerateSecretString = new SecretStringGenerator { PasswordLength = 44, ExcludePunctuation = true },
        });
        var schedule = new CfnRotationSchedule(_scope, $"Rotation-{id}", new CfnRotationScheduleProps
        {
            SecretId = secret.SecretArn,
            RotationLambdaArn = _function.Live.FunctionArn,
            RotationRules = new CfnRotationSchedule.RotationRulesProperty { AutomaticallyAfterDays = rotation.Days },
        });
        _function.Live.AddPermission($"Rotate-{id}", new Permission
        {
            Principal = new ServicePrincipal("secretsmanager.amazonaws.com"), SourceArn = secret.SecretArn,
        });
        schedule.Node.AddDependency(_function.Live);
    }

    private static Dictionary<string, object> Nested(string name, object value) =>
        new(StringComparer.Ordinal) { [name] = value };
}

using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Route53;
using Amazon.CDK.AWS.SES;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Amazon.CDK.AWS.SQS;
using Constructs;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// The bus, the queues, and how people are told. What starts a function stands beside the function, in
/// <see cref="FunctionsStack"/>.
/// </summary>
internal sealed class MessagingStack : Stack
{
    // Lambda's advice: a message stays hidden six times as long as a call may take.
    private const int HiddenTimes = 6;

    public MessagingStack(Construct scope, Deployment deployment, SecurityStack security)
        : base(scope, deployment.Names.Stack("Messaging"), deployment.Stack("bus, queues, topics, mail"))
    {
        Bus = new EventBus(this, "Bus", new EventBusProps { EventBusName = deployment.Names.Bus });
        Bus.Archive("Archive", new BaseArchiveProps
        {
            ArchiveName = deployment.Names.Prefix,
            Description = "Every event, to be replayed after a fault.",
            EventPattern = new EventPattern { Source = [TradingPlatform.Aws.Events.EventBridgeBus.Source] },
            Retention = Duration.Days(30),
        });
        Failures = new DeadLetters(this, deployment);
        foreach (var function in FunctionCatalogue.All)
        {
            foreach (var queue in function.Triggers.OfType<Trigger.Queue>())
            {
                Queues[queue.Name] = MakeQueue(deployment, queue, function);
            }
        }

        Alarms = MakeTopic(deployment, security, "alarms");
        Pages = MakeTopic(deployment, security, "pages");
        foreach (var topic in new[] { Alarms, Pages })
        {
            topic.AddSubscription(new EmailSubscription(deployment.Environment.AlarmMail));
        }

        MakeMail(deployment);
    }

    /// <summary>The platform's own bus.</summary>
    public EventBus Bus { get; }

    /// <summary>Where messages end that nobody could handle.</summary>
    public DeadLetters Failures { get; }

    /// <summary>The queues that functions serve, by name.</summary>
    public Dictionary<string, Queue> Queues { get; } = new(StringComparer.Ordinal);

    /// <summary>What somebody should look at.</summary>
    public Topic Alarms { get; }

    /// <summary>What somebody must look at now.</summary>
    public Topic Pages { get; }

    private Queue MakeQueue(Deployment deployment, Trigger.Queue queue, FunctionDefinition function) =>
        new(this, $"Queue-{queue.Name}", new QueueProps
        {
            QueueName = deployment.Names.Of(queue.Name),
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            VisibilityTimeout = Duration.Seconds(HiddenTimes * function.TimeoutSeconds),
            RetentionPeriod = Duration.Days(4),
            DeadLetterQueue = new DeadLetterQueue
            {
                Queue = Failures.Of(queue.Name), MaxReceiveCount = queue.Attempts,
            },
        });

    private Topic MakeTopic(Deployment deployment, SecurityStack security, string name)
    {
        var topic = new Topic(this, $"Topic-{name}", new TopicProps
        {
            TopicName = deployment.Names.Of(name), MasterKey = security.PlatformKey, EnforceSSL = true,
        });
        foreach (var service in new[] { "cloudwatch.amazonaws.com", "events.amazonaws.com", "ses.amazonaws.com" })
        {
            topic.GrantPublish(new ServicePrincipal(service, new ServicePrincipalOpts
            {
                Conditions = PolicyLine.Where("StringEquals", "aws:SourceAccount", Amazon.CDK.Aws.ACCOUNT_ID),
            }));
        }

        return topic;
    }

    private void MakeMail(Deployment deployment)
    {
        var zone = deployment.Environment.Zone;
        var mail = new ConfigurationSet(this, "Mail", new ConfigurationSetProps
        {
            ConfigurationSetName = deployment.Names.Prefix,
            TlsPolicy = ConfigurationSetTlsPolicy.REQUIRE,
            ReputationMetrics = true,
            SuppressionReasons = SuppressionReasons.BOUNCES_AND_COMPLAINTS,
        });
        mail.AddEventDestination("Undelivered", new ConfigurationSetEventDestinationOptions
        {
            Destination = EventDestination.SnsTopic(Alarms),
            Events = [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
        });
        _ = new EmailIdentity(this, "Sender", new EmailIdentityProps
        {
            Identity = Identity.PublicHostedZone(PublicHostedZone.FromPublicHostedZoneAttributes(
                this, "Zone", new PublicHostedZoneAttributes { HostedZoneId = zone.Id, ZoneName = zone.Name })),
            ConfigurationSet = mail,
            MailFromDomain = $"mail.{zone.Name}",
        });
    }
}

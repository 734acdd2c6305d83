using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.Timestream;
using Constructs;
using TradingPlatform.Aws.Storage;
using Attribute = Amazon.CDK.AWS.DynamoDB.Attribute;
using CfnTable = Amazon.CDK.AWS.Timestream.CfnTable;
using CfnTableProps = Amazon.CDK.AWS.Timestream.CfnTableProps;

namespace TradingPlatform.Infra.Stacks;

/// <summary>What must never be lost: the table, and the archive.</summary>
internal sealed class DataStack : Stack
{
    /// <summary>
    /// The context switch of Timestream, which takes no new customers since June 2025: <c>-c timestream=true</c>.
    /// </summary>
    public const string Timestream = "timestream";

    private const string MemoryHours = "24";
    private const string MagneticDays = "365";

    public DataStack(Construct scope, Deployment deployment, SecurityStack security)
        : base(scope, deployment.Names.Stack("Data"), deployment.Stack("table and archive"))
    {
        Table = MakeTable(deployment, security);
        Archive = MakeArchive(deployment, security);
        if (string.Equals(Node.TryGetContext(Timestream) as string, "true", StringComparison.OrdinalIgnoreCase))
        {
            MakeTimestream(deployment, security);
        }
    }

    /// <summary>The table, whose keys and indexes are the item store's own definition.</summary>
    public TableV2 Table { get; }

    /// <summary>What is kept for the record.</summary>
    public Bucket Archive { get; }

    private TableV2 MakeTable(Deployment deployment, SecurityStack security)
    {
        var replica = deployment.Environment.Replica;
        return new TableV2(this, "Table", new TablePropsV2
        {
            TableName = deployment.Names.Table,
            PartitionKey = Text(DynamoDbSchema.Table.Partition),
            SortKey = Text(DynamoDbSchema.Table.Sort),
            GlobalSecondaryIndexes = [Index(DynamoDbSchema.Index1), Index(DynamoDbSchema.Index2)],
            Billing = Billing.OnDemand(),
            DynamoStream = StreamViewType.NEW_IMAGE,
            TimeToLiveAttribute = DynamoDbSchema.TimeToLive,
            PointInTimeRecovery = true,
            DeletionProtection = true,
            Encryption = TableEncryptionV2.CustomerManagedKey(
                security.TableKey,
                replica is null ? null : new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [replica.Region] = replica.KeyArn,
                }),
            Replicas = replica is null ? null : [new ReplicaTableProps { Region = replica.Region }],
            RemovalPolicy = deployment.Environment.DataRemoval,
        });
    }

    private Bucket MakeArchive(Deployment deployment, SecurityStack security) => new(this, "Archive", new BucketProps
    {
        Encryption = BucketEncryption.KMS,
        EncryptionKey = security.PlatformKey,
        BucketKeyEnabled = true,
        BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
        ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
        EnforceSSL = true,
        MinimumTLSVersion = 1.2,
        Versioned = true,
        LifecycleRules =
        [
            new LifecycleRule
            {
                Id = "cold-after-a-quarter",
                Transitions =
                [
                    new Transition
                    {
                        StorageClass = StorageClass.GLACIER_INSTANT_RETRIEVAL, TransitionAfter = Duration.Days(90),
                    },
                ],
                NoncurrentVersionExpiration = Duration.Days(90),
                AbortIncompleteMultipartUploadAfter = Duration.Days(7),
            },
        ],
        RemovalPolicy = deployment.Environment.DataRemoval,
    });

    private void MakeTimestream(Deployment deployment, SecurityStack security)
    {
        var database = new CfnDatabase(this, "PriceHistory", new CfnDatabaseProps
        {
            DatabaseName = deployment.Names.Prefix, KmsKeyId = security.PlatformKey.KeyId,
        });
        var table = new CfnTable(this, "Prices", new CfnTableProps
        {
            DatabaseName = deployment.Names.Prefix,
            TableName = "prices",
            // The property is plain JSON to CDK, which does not turn names of its own into CloudFormation's.
            RetentionProperties = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["MemoryStoreRetentionPeriodInHours"] = MemoryHours,
                ["MagneticStoreRetentionPeriodInDays"] = MagneticDays,
            },
        });
        table.AddDependency(database);
        database.ApplyRemovalPolicy(deployment.Environment.DataRemoval);
        table.ApplyRemovalPolicy(deployment.Environment.DataRemoval);
    }

    private static Attribute Text(string name) => new() { Name = name, Type = AttributeType.STRING };

    private static GlobalSecondaryIndexPropsV2 Index((string Name, DynamoDbKeys Keys) index) => new()
    {
        IndexName = index.Name,
        PartitionKey = Text(index.Keys.Partition),
        SortKey = Text(index.Keys.Sort),
        ProjectionType = ProjectionType.ALL,
    };
}

using System.Text.Json.Nodes;
using Amazon.CDK.Assertions;
using Amazon.DynamoDBv2.Model;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Infra.Settings;
using TradingPlatform.Infra.Stacks;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>What must never be lost.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class DataTests(Synthesis synthesis)
{
    private const string Table = "AWS::DynamoDB::GlobalTable";

    [CdkTheory]
    [MemberData(nameof(Synthesis.Names), MemberType = typeof(Synthesis))]
    public void The_table_has_the_keys_indexes_stream_and_expiry_of_the_one_that_the_store_is_tested_on(string name)
    {
        var deployed = synthesis[name, "Data"].Resources(Table).Single().Properties;
        var tested = DynamoDbTable.Definition(new ResourceNames(name).Table);

        Assert.Equal(tested.TableName, deployed["TableName"]!.GetValue<string>());
        Assert.Equal(tested.BillingMode.Value, deployed["BillingMode"]!.GetValue<string>());
        Assert.Equal(Keys(tested.KeySchema), Keys(deployed["KeySchema"]!));
        Assert.Equal(
            tested.AttributeDefinitions.Select(one => $"{one.AttributeName} {one.AttributeType}").Order(),
            deployed["AttributeDefinitions"]!.AsArray()
                .Select(one => $"{one!["AttributeName"]} {one["AttributeType"]}").Order());
        Assert.Equal(
            tested.GlobalSecondaryIndexes.Select(
                one => $"{one.IndexName} {Keys(one.KeySchema)} {one.Projection.ProjectionType}").Order(),
            deployed["GlobalSecondaryIndexes"]!.AsArray().Select(
                one => $"{one!["IndexName"]} {Keys(one["KeySchema"]!)} {one["Projection"]!["ProjectionType"]}")
                .Order());
        Assert.Equal(
            tested.StreamSpecification.StreamViewType.Value,
            deployed["StreamSpecification"]!["StreamViewType"]!.GetValue<string>());
        Assert.Equal(
            DynamoDbSchema.TimeToLive, deployed["TimeToLiveSpecification"]!["AttributeName"]!.GetValue<string>());
    }

    [CdkTheory]
    [MemberData(nameof(Synthesis.Names), MemberType = typeof(Synthesis))]
    public void The_table_can_be_restored_is_not_deleted_by_mistake_and_is_encrypted_with_our_own_key(string name) =>
        synthesis[name, "Data"].Template.HasResourceProperties(Table, new Dictionary<string, object>
        {
            ["SSESpecification"] = new Dictionary<string, object> { ["SSEEnabled"] = true, ["SSEType"] = "KMS" },
            ["Replicas"] = Match.ArrayWith([Match.ObjectLike(new Dictionary<string, object>
            {
                ["DeletionProtectionEnabled"] = true,
                ["PointInTimeRecoverySpecification"] = new Dictionary<string, object>
                {
                    ["PointInTimeRecoveryEnabled"] = true,
                },
                ["SSESpecification"] = Match.ObjectLike(new Dictionary<string, object>
                {
                    ["KMSMasterKeyId"] = Match.AnyValue(),
                }),
            })]),
        });

    [CdkTheory]
    [MemberData(nameof(Synthesis.Names), MemberType = typeof(Synthesis))]
    public void The_archive_is_private_encrypted_versioned_and_spoken_to_over_TLS_alone(string name)
    {
        var template = synthesis[name, "Data"].Template;
        template.HasResourceProperties("AWS::S3::Bucket", new Dictionary<string, object>
        {
            ["VersioningConfiguration"] = new Dictionary<string, object> { ["Status"] = "Enabled" },
            ["PublicAccessBlockConfiguration"] = new Dictionary<string, object>
            {
                ["BlockPublicAcls"] = true, ["BlockPublicPolicy"] = true, ["IgnorePublicAcls"] = true,
                ["RestrictPublicBuckets"] = true,
            },
            ["BucketEncryption"] = Match.ObjectLike(new Dictionary<string, object>
            {
                ["ServerSideEncryptionConfiguration"] = Match.ArrayWith([Match.ObjectLike(
                    new Dictionary<string, object>
                    {
                        ["ServerSideEncryptionByDefault"] = Match.ObjectLike(
                            new Dictionary<string, object> { ["SSEAlgorithm"] = "aws:kms" }),
                    })]),
            }),
        });
        Assert.Contains("aws:SecureTransport", PolicyOf(name), StringComparison.Ordinal);
        Assert.Contains("s3:TlsVersion", PolicyOf(name), StringComparison.Ordinal);
    }

    [CdkFact]
    public void Timestream_is_there_only_when_asked_for_and_keeps_a_day_in_memory_and_a_year_on_disk()
    {
        Assert.DoesNotContain(synthesis.Stacks, stack => stack.Resources("AWS::Timestream::Database").Any());

        var data = synthesis.With(Environments.All[0], (DataStack.Timestream, "true"))
            .Single(one => one.What == "Data");

        data.Template.ResourceCountIs("AWS::Timestream::Database", 1);
        data.Template.HasResourceProperties("AWS::Timestream::Table", new Dictionary<string, object>
        {
            ["RetentionProperties"] = new Dictionary<string, object>
            {
                ["MemoryStoreRetentionPeriodInHours"] = "24", ["MagneticStoreRetentionPeriodInDays"] = "365",
            },
        });
    }

    [CdkFact]
    public void A_replica_is_there_only_where_the_settings_name_one_and_is_protected_like_the_table()
    {
        Assert.All(
            synthesis.Stacks.Where(stack => stack.What == "Data"),
            stack => Assert.Single(stack.Resources(Table).Single().Properties["Replicas"]!.AsArray()));
        const string Key = "arn:aws:kms:eu-central-1:123456789012:key/replica";

        var data = synthesis
            .With(Environments.All[0] with { Replica = new TableReplica("eu-central-1", Key) })
            .Single(one => one.What == "Data");

        var replica = data.Resources(Table).Single().Properties["Replicas"]!.AsArray()
            .Single(one => one!["Region"]!.GetValue<string>() == "eu-central-1")!;
        Assert.Equal(Key, replica["SSESpecification"]!["KMSMasterKeyId"]!.GetValue<string>());
        Assert.True(replica["DeletionProtectionEnabled"]!.GetValue<bool>());
    }

    private string PolicyOf(string name) =>
        synthesis[name, "Data"].Resources("AWS::S3::BucketPolicy").Single().Properties.ToJsonString();

    private static string Keys(JsonNode schema) => string.Join(
        ' ', schema.AsArray().Select(key => $"{key!["AttributeName"]} {key["KeyType"]}"));

    private static string Keys(IEnumerable<KeySchemaElement> schema) =>
        string.Join(' ', schema.Select(key => $"{key.AttributeName} {key.KeyType}"));
}

using System.Net;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace TradingPlatform.Contract.AwsClients;

public sealed class SecretsManagerTests : IAsyncLifetime
{
    private AwsService _service = null!;
    private AmazonSecretsManagerClient _client = null!;

    public async Task InitializeAsync()
    {
        _service = await AwsService.StartAsync("secretsmanager");
        _client = new ImmediateSecretsManager(
            AwsService.Credentials, _service.Configure(new AmazonSecretsManagerConfig()));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_secret_is_made_with_everything_that_was_given_and_signed()
    {
        _service.WillAnswer("""{"ARN":"arn:s","Name":"t1/key","VersionId":"v1","Unknown":{"a":[1]}}""");

        var made = await _client.CreateSecretAsync(new CreateSecretRequest
        {
            Name = "t1/key",
            ClientRequestToken = "v1",
            SecretString = """{"key":"é+<&"}""",
            KmsKeyId = "alias/t",
            Tags = [new Tag { Key = "tenant", Value = "t1" }],
        });

        Assert.Equal(("arn:s", "t1/key", "v1"), (made.ARN, made.Name, made.VersionId));
        Assert.Equal("r1", made.ResponseMetadata.RequestId);
        AssertSent("CreateSecret", """
            {"Name":"t1/key","ClientRequestToken":"v1","SecretString":"{\"key\":\"é+<&\"}","KmsKeyId":"alias/t",
             "Tags":[{"Key":"tenant","Value":"t1"}]}
            """);
    }

    [Fact]
    public async Task A_value_is_read_with_its_stages_and_date()
    {
        _service.WillAnswer("""
            {"ARN":"arn:s","Name":"n","VersionId":"v1","SecretString":"s","VersionStages":["AWSCURRENT","x"],
             "CreatedDate":1.7678682E9}
            """);
        _service.WillAnswer("""{"ARN":"arn:s","SecretBinary":"AQI=","SecretString":null}""");

        var text = await _client.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "n" });
        var bytes = await _client.GetSecretValueAsync(
            new GetSecretValueRequest { SecretId = "n", VersionStage = "AWSPREVIOUS" });

        Assert.Equal("s", text.SecretString);
        Assert.Equal(["AWSCURRENT", "x"], text.VersionStages!);
        Assert.Equal(new DateTime(2026, 1, 8, 10, 30, 0, DateTimeKind.Utc), text.CreatedDate);
        Assert.Equal([1, 2], bytes.SecretBinary!.ToArray());
        Assert.Null(bytes.SecretString);
        AssertSent("GetSecretValue", """{"SecretId":"n","VersionStage":"AWSPREVIOUS"}""");
    }

    [Fact]
    public async Task A_rotation_can_be_walked_through()
    {
        _service.WillAnswer("""
            {"ARN":"arn:s","Name":"n","RotationEnabled":true,
             "VersionIdsToStages":{"v1":["AWSCURRENT"],"v2":["AWSPENDING"]}}
            """);
        _service.WillAnswer("""{"ARN":"arn:s","Name":"n","VersionId":"v2","VersionStages":["AWSPENDING"]}""");
        _service.WillAnswer("""{"ARN":"arn:s","Name":"n"}""");

        var secret = await _client.DescribeSecretAsync(new DescribeSecretRequest { SecretId = "n" });
        Assert.True(secret.RotationEnabled);
        Assert.Equal(["AWSPENDING"], secret.VersionIdsToStages!["v2"]);

        var put = await _client.PutSecretValueAsync(new PutSecretValueRequest
        {
            SecretId = "n",
            ClientRequestToken = "v2",
            SecretBinary = new MemoryStream([1, 2]),
            VersionStages = ["AWSPENDING"],
            RotationToken = "rt",
        });
        Assert.Equal("v2", put.VersionId);
        AssertSent("PutSecretValue", """
            {"SecretId":"n","ClientRequestToken":"v2","SecretBinary":"AQI=","VersionStages":["AWSPENDING"],
             "RotationToken":"rt"}
            """);

        await _client.UpdateSecretVersionStageAsync(new UpdateSecretVersionStageRequest
        {
            SecretId = "n",
            VersionStage = "AWSCURRENT",
            MoveToVersionId = "v2",
            RemoveFromVersionId = "v1",
        });
        AssertSent("UpdateSecretVersionStage", """
            {"SecretId":"n","VersionStage":"AWSCURRENT","MoveToVersionId":"v2","RemoveFromVersionId":"v1"}
            """);
    }

    [Fact]
    public async Task Rotating_deleting_and_tagging_send_what_they_are_given()
    {
        _service.WillAnswer("""{"ARN":"arn:s","Name":"n","VersionId":"v3"}""");
        _service.WillAnswer("""{"ARN":"arn:s","Name":"n","DeletionDate":1767868200.5}""");
        _service.WillAnswer("");

        await _client.RotateSecretAsync(new RotateSecretRequest
        {
            SecretId = "n",
            ClientRequestToken = "v3",
            RotationRules = new RotationRulesType { AutomaticallyAfterDays = 30 },
            RotateImmediately = false,
        });
        AssertSent("RotateSecret", """
            {"SecretId":"n","ClientRequestToken":"v3","RotationRules":{"AutomaticallyAfterDays":30},
             "RotateImmediately":false}
            """);
        var deleted = await _client.DeleteSecretAsync(
            new DeleteSecretRequest { SecretId = "n", RecoveryWindowInDays = 7 });
        Assert.Equal(500, deleted.DeletionDate!.Value.Millisecond);
        AssertSent("DeleteSecret", """{"SecretId":"n","RecoveryWindowInDays":7}""");
        await _client.TagResourceAsync(
            new TagResourceRequest { SecretId = "n", Tags = [new Tag { Key = "k", Value = "v" }] });
        AssertSent("TagResource", """{"SecretId":"n","Tags":[{"Key":"k","Value":"v"}]}""");
    }

    [Fact]
    public async Task Secrets_are_listed_by_the_beginning_of_their_names_page_by_page()
    {
        _service.WillAnswer("""
            {"SecretList":[{"ARN":"arn:s","Name":"/p/a","Tags":[{"Key":"tenant","Value":"t1"}],"CreatedDate":1.5}],
             "NextToken":"after-a"}
            """);
        _service.WillAnswer("""{"SecretList":[]}""");
        var filter = new Filter { Key = "name", Values = ["/p/"] };

        var first = await _client.ListSecretsAsync(new ListSecretsRequest { Filters = [filter], MaxResults = 100 });
        var secret = Assert.Single(first.SecretList!);
        Assert.Equal(("/p/a", "t1", "after-a"), (secret.Name, secret.Tags!.Single().Value, first.NextToken));
        AssertSent("ListSecrets", """{"Filters":[{"Key":"name","Values":["/p/"]}],"MaxResults":100}""");

        var last = await _client.ListSecretsAsync(
            new ListSecretsRequest { Filters = [filter], NextToken = first.NextToken });
        Assert.Empty(last.SecretList!);
        Assert.Null(last.NextToken);
        AssertSent("ListSecrets", """{"Filters":[{"Key":"name","Values":["/p/"]}],"NextToken":"after-a"}""");
    }

    [Theory]
    [InlineData("ResourceNotFoundException", typeof(ResourceNotFoundException))]
    [InlineData("com.amazonaws.secretsmanager#ResourceExistsException", typeof(ResourceExistsException))]
    [InlineData("InvalidRequestException:http://internal.amazon.com/", typeof(InvalidRequestException))]
    [InlineData("InvalidParameterException", typeof(InvalidParameterException))]
    [InlineData("DecryptionFailure", typeof(DecryptionFailureException))]
    [InlineData("EncryptionFailure", typeof(EncryptionFailureException))]
    [InlineData("PreconditionNotMetException", typeof(PreconditionNotMetException))]
    [InlineData("AccessDeniedException", typeof(AmazonSecretsManagerException))]
    public async Task A_refusal_is_the_exception_of_its_code(string code, Type expected)
    {
        _service.WillRefuse(400, $$"""{"__type":"{{code}}","Message":"no"}""");

        var refused = await Assert.ThrowsAnyAsync<AmazonSecretsManagerException>(() =>
            _client.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "n" }));

        Assert.Equal(expected, refused.GetType());
        Assert.Equal("no", refused.Message);
        Assert.Equal("r1", refused.RequestId);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Single(_service.Calls);
    }

    [Fact]
    public async Task A_throttled_call_is_tried_again_and_signed_again()
    {
        _service.WillRefuse(400, """{"__type":"ThrottlingException","message":"slow"}""");
        _service.WillRefuse(500, """{"__type":"InternalServiceError","message":"oops"}""");
        _service.WillAnswer("""{"SecretString":"s"}""");

        var read = await _client.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "n" });

        Assert.Equal("s", read.SecretString);
        Assert.Equal(3, _service.Calls.Count);
    }

    [Fact]
    public async Task A_call_that_stays_throttled_ends_as_its_exception()
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            _service.WillRefuse(400, """{"__type":"LimitExceededException","message":"slow"}""");
        }

        await Assert.ThrowsAsync<LimitExceededException>(() =>
            _client.DescribeSecretAsync(new DescribeSecretRequest { SecretId = "n" }));

        Assert.Equal(3, _service.Calls.Count);
    }

    [Fact]
    public async Task A_wrong_key_is_seen_by_the_service()
    {
        using var stranger = new AmazonSecretsManagerClient(
            new SessionAWSCredentials("AKIDEXAMPLE", "another key", "session-token"),
            _service.Configure(new AmazonSecretsManagerConfig()));

        var refused = await Assert.ThrowsAsync<AmazonSecretsManagerException>(() =>
            stranger.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "n" }));

        Assert.Equal("signature does not match", refused.Message);
    }

    private void AssertSent(string operation, string body) => _service.Calls.Last().AssertIs(
        $"secretsmanager.{operation}", "application/x-amz-json-1.1", body);
}

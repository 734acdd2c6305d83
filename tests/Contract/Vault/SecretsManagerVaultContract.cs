using Amazon.SecretsManager;
using TradingPlatform.Aws.Vault;
using TradingPlatform.Contract.AwsClients;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Contract.Vault;

/// <summary>
/// The vault over a signed protocol and real sockets, against Secrets Manager's documented behaviour.
/// </summary>
public sealed class SecretsManagerVaultContract : VaultContract, IAsyncLifetime
{
    private const string Path = "/trading-platform/test/exchanges/binance/t1/a1";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly FakeSecretsManager _secrets = new();
    private AwsService _service = null!;
    private AmazonSecretsManagerClient _client = null!;
    private SecretsManagerVault _vault = null!;

    protected override ISecretVault Vault => _vault;

    public async Task InitializeAsync()
    {
        _service = await AwsService.StartAsync("secretsmanager", _secrets.Answer);
        _client = new ImmediateSecretsManager(
            AwsService.Credentials, _service.Configure(new AmazonSecretsManagerConfig()));
        _vault = new SecretsManagerVault(_client, new VaultPlace("test", "alias/vault"), new ImmediateClock());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_secret_lies_under_its_environment_and_tenant_with_the_customers_key()
    {
        await SealAsync("v1");

        var stored = _secrets.Secret(Path);
        Assert.Equal("alias/vault", stored.KmsKey);
        Assert.Equal(
            """[{"Key":"environment","Value":"test"},{"Key":"tenant","Value":"t1"}]""", stored.Tags);
        Assert.Equal("v1..............................", Assert.Single(stored.Versions).Key);
    }

    [Fact]
    public async Task Another_environments_secrets_are_neither_opened_nor_listed()
    {
        await SealAsync("v1");
        var other = new SecretsManagerVault(_client, new VaultPlace("test2", "alias/vault"), TimeProvider.System);

        Assert.Null(await other.OpenAsync(Name, None));
        await other.DestroyAsync(Name, None);
        Assert.Equal(Opened("v1"), await Vault.OpenAsync(Name, None));
        await foreach (var path in other.ListAsync("", None))
        {
            Assert.Fail(path);
        }
    }

    [Theory]
    [InlineData("DecryptionFailure")]
    [InlineData("AccessDeniedException")]
    public async Task A_secret_that_KMS_does_not_decrypt_is_unreadable_and_not_absent(string code)
    {
        await SealAsync("v1");
        _secrets.ReadsFailWith = code;

        var unreadable = await Assert.ThrowsAsync<SecretUnreadableException>(() => Vault.OpenAsync(Name, None));

        Assert.Contains("exchanges/binance/t1/a1", unreadable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_someone_marked_for_deletion_is_not_there_and_is_not_sealed_over()
    {
        await SealAsync("v1", "v2");
        _secrets.MarkForDeletion(Path);

        Assert.Null(await Vault.OpenAsync(Name, None));
        Assert.Null(await Vault.OpenPreviousAsync(Name, None));
        await Vault.DestroyPreviousAsync(Name, None);
        Assert.Empty(await ListAsync(""));
        var refused = await Assert.ThrowsAsync<SecretUnreadableException>(() => SealAsync("v3"));
        Assert.Contains("marked for deletion", refused.Message, StringComparison.Ordinal);

        await Vault.DestroyAsync(Name, None);
        await SealAsync("v4");
        Assert.Equal(Opened("v4"), await Vault.OpenAsync(Name, None));
    }

    [Fact]
    public async Task A_name_whose_secret_is_still_being_destroyed_is_waited_for()
    {
        await SealAsync("v1");
        _secrets.DeletionLag = 3;
        await Vault.DestroyAsync(Name, None);

        await SealAsync("v2");

        Assert.Equal(Opened("v2"), await Vault.OpenAsync(Name, None));
        Assert.Null(await Vault.OpenPreviousAsync(Name, None));
    }

    [Fact]
    public async Task Two_who_make_one_secret_at_once_both_succeed()
    {
        // Between the look and the making of one, another has made it.
        _secrets.Before = operation =>
        {
            if (operation == "CreateSecret")
            {
                _secrets.Before = null;
                _vault.SealAsync(Name, new Secret("value of v1"), "v1", None).GetAwaiter().GetResult();
            }
        };

        await SealAsync("v2");

        Assert.Equal(Opened("v2"), await Vault.OpenAsync(Name, None));
        Assert.Equal(Opened("v1"), await Vault.OpenPreviousAsync(Name, None));
    }

    [Fact]
    public async Task A_previous_version_that_a_rotation_takes_away_meanwhile_counts_as_destroyed()
    {
        await SealAsync("v1", "v2");
        _secrets.Before = operation =>
        {
            if (operation == "UpdateSecretVersionStage")
            {
                _secrets.Before = null;
                _vault.SealAsync(Name, new Secret("value of v3"), "v3", None).GetAwaiter().GetResult();
            }
        };

        await Vault.DestroyPreviousAsync(Name, None);

        Assert.Equal(Opened("v3"), await Vault.OpenAsync(Name, None));
        Assert.Equal(Opened("v2"), await Vault.OpenPreviousAsync(Name, None));
    }

    [Fact]
    public async Task A_version_that_was_given_up_is_never_reported_as_sealed()
    {
        await SealAsync("v1", "v2", "v3");

        await Assert.ThrowsAsync<InvalidOperationException>(() => SealAsync("v1"));

        Assert.Equal(Opened("v3"), await Vault.OpenAsync(Name, None));
    }

    [Fact]
    public async Task An_empty_value_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Vault.SealAsync(Name, new Secret(""), "v1", None));

    [Fact]
    public async Task No_call_but_those_that_store_a_value_carries_it()
    {
        await SealAsync("v1", "v2");
        await Vault.OpenAsync(Name, None);
        await Vault.DestroyPreviousAsync(Name, None);
        await Vault.DestroyAsync(Name, None);

        Assert.All(_service.Calls, call => Assert.Equal(
            call.Target.EndsWith("CreateSecret", StringComparison.Ordinal)
            || call.Target.EndsWith("PutSecretValue", StringComparison.Ordinal),
            call.Body.GetRawText().Contains("value of", StringComparison.Ordinal)));
    }
}

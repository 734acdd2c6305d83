using System.Buffers.Text;
using Amazon.SecretsManager;
using TradingPlatform.Aws.Vault;
using TradingPlatform.Contract.AwsClients;
using TradingPlatform.Contract.Storage;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Embedded.Vault;

namespace TradingPlatform.Contract.Vault;

/// <summary>What a rotation rests on, whoever keeps the secret.</summary>
public abstract class RotationContract
{
    protected const string Id =
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:/trading-platform/test/platform/signing-a1B2c3";

    protected const string Version = "8f0b6f1e-3c2a-4f6b-9b0e-5d7c1a2e4f60";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Secret New = new(Base64Url.EncodeToString(new byte[32]));

    protected abstract IRotatingSecrets Secrets { get; }

    protected abstract ISecretVault Vault { get; }

    /// <summary>The secret's name, as the vault knows it.</summary>
    protected abstract SecretName Name { get; }

    [Fact]
    public async Task A_version_is_pending_gets_its_value_and_becomes_the_current_one()
    {
        await BeginAsync();
        Assert.Equal(new RotationStanding(true, true, false), await Secrets.FindAsync(Id, Version, None));
        Assert.Null(await Secrets.FindPendingAsync(Id, Version, None));
        await Secrets.PutPendingAsync(Id, Version, New, new Secret("proof"), None);
        Assert.Equal(New, await Secrets.FindPendingAsync(Id, Version, None));
        Assert.Equal(new Secret("old"), (await Vault.OpenAsync(Name, None))!.Value);
        await Secrets.PromoteAsync(Id, Version, None);
        Assert.True((await Secrets.FindAsync(Id, Version, None)).IsCurrent);
        Assert.Equal(new OpenedSecret(New, Version), await Vault.OpenAsync(Name, None));
        Assert.Equal(new Secret("old"), (await Vault.OpenPreviousAsync(Name, None))!.Value);
    }

    [Fact]
    public async Task Each_step_can_come_again_and_changes_nothing_then()
    {
        await BeginAsync();
        for (var i = 0; i < 2; i++)
        {
            await Secrets.PutPendingAsync(Id, Version, New, null, None);
        }

        // Another value for it does not count any more.
        await Secrets.PutPendingAsync(Id, Version, new Secret("other"), null, None);
        for (var i = 0; i < 2; i++)
        {
            await Secrets.PromoteAsync(Id, Version, None);
        }

        Assert.Equal(New, (await Vault.OpenAsync(Name, None))!.Value);
        Assert.Equal(new Secret("old"), (await Vault.OpenPreviousAsync(Name, None))!.Value);
    }

    [Fact]
    public async Task A_secret_that_is_not_the_platforms_own_is_refused()
    {
        var key = Id.Replace("/platform/", "/exchanges/", StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Secrets.FindAsync(key, Version, None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Secrets.FindPendingAsync(key, Version, None));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Secrets.PutPendingAsync(key, Version, New, null, None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Secrets.PromoteAsync(key, Version, None));
    }

    protected abstract Task BeginAsync();
}

public sealed class VaultRotationContract : RotationContract, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileVault _vault;

    public VaultRotationContract()
    {
        _vault = FileVault.Open(_folder.Path);
        Secrets = new VaultRotation(_vault);
    }

    protected override IRotatingSecrets Secrets { get; }

    protected override ISecretVault Vault => _vault;

    protected override SecretName Name { get; } = SecretName.ForPlatform("signing");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _vault.DisposeAsync();
        _folder.Dispose();
    }

    protected override Task BeginAsync() => Vault.SealAsync(Name, new Secret("old"), "v0", CancellationToken.None);
}

/// <summary>Over signed requests, against Secrets Manager's documented behaviour.</summary>
public sealed class SecretsManagerRotationContract : RotationContract, IAsyncLifetime
{
    private readonly FakeSecretsManager _secrets = new();
    private AwsService _service = null!;
    private AmazonSecretsManagerClient _client = null!;
    private SecretsManagerVault _vault = null!;
    private SecretsManagerRotation _rotation = null!;

    protected override IRotatingSecrets Secrets => _rotation;

    protected override ISecretVault Vault => _vault;

    protected override SecretName Name { get; } = SecretName.ForPlatform("signing-a1B2c3");

    public async Task InitializeAsync()
    {
        _service = await AwsService.StartAsync("secretsmanager", _secrets.Answer);
        _client = new ImmediateSecretsManager(
            AwsService.Credentials, _service.Configure(new AmazonSecretsManagerConfig()));
        var place = new VaultPlace("test", "alias/vault");
        _vault = new SecretsManagerVault(_client, place, new ImmediateClock());
        _rotation = new SecretsManagerRotation(_client, place);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_secret_that_does_not_rotate_and_a_version_that_is_not_being_made_are_told_apart()
    {
        await _vault.SealAsync(Name, new Secret("old"), "v0", CancellationToken.None);
        Assert.False((await Secrets.FindAsync(Id, Version, CancellationToken.None)).IsEnabled);
        _secrets.BeginRotation("/trading-platform/test/platform/signing-a1B2c3", Version);
        Assert.Equal(
            new RotationStanding(true, false, false), await Secrets.FindAsync(Id, "other", CancellationToken.None));
    }

    [Fact]
    public async Task What_the_event_gave_to_go_with_the_value_goes_with_it()
    {
        await BeginAsync();
        await Secrets.PutPendingAsync(Id, Version, new Secret("v"), new Secret("proof"), CancellationToken.None);
        var put = _service.Calls.Single(call =>
            call.Target == "secretsmanager.PutSecretValue" && call.Body.TryGetProperty("RotationToken", out _));
        Assert.Equal("proof", put.Body.GetProperty("RotationToken").GetString());
        Assert.Equal("AWSPENDING", put.Body.GetProperty("VersionStages")[0].GetString());
    }

    protected override async Task BeginAsync()
    {
        await _vault.SealAsync(Name, new Secret("old"), "v0", CancellationToken.None);
        _secrets.BeginRotation("/trading-platform/test/platform/signing-a1B2c3", Version);
    }
}

using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Contract.Vault;

/// <summary>What every vault does, whatever it keeps its secrets in.</summary>
public abstract class VaultContract
{
    private const int MaxSize = 65_536;

    private static readonly CancellationToken None = CancellationToken.None;

    protected static SecretName Name { get; } = NameOf("t1", "a1");

    protected abstract ISecretVault Vault { get; }

    [Fact]
    public async Task A_secret_that_was_never_sealed_is_not_there()
    {
        Assert.Null(await Vault.OpenAsync(Name, None));
        Assert.Null(await Vault.OpenPreviousAsync(Name, None));
        await Vault.DestroyPreviousAsync(Name, None);
        await Vault.DestroyAsync(Name, None);
        await Vault.DestroyAsync("exchanges/binance/t1/never", None);
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task A_sealed_secret_opens_as_it_was_sealed()
    {
        await Vault.SealAsync(Name, new Secret("clé 🔑 \0 \r\n"), "v1", None);
        Assert.Equal(new OpenedSecret(new Secret("clé 🔑 \0 \r\n"), "v1"), await Vault.OpenAsync(Name, None));
        Assert.Null(await Vault.OpenPreviousAsync(Name, None));
    }

    [Fact]
    public async Task A_new_version_becomes_the_current_one_and_the_one_before_it_stays_readable()
    {
        await SealAsync("v1", "v2", "v3");
        Assert.Equal(Opened("v3"), await Vault.OpenAsync(Name, None));
        Assert.Equal(Opened("v2"), await Vault.OpenPreviousAsync(Name, None));
    }

    [Fact]
    public async Task Sealing_the_current_version_again_changes_nothing()
    {
        await SealAsync("v1", "v2", "v2", "v2");
        Assert.Equal(Opened("v2"), await Vault.OpenAsync(Name, None));
        Assert.Equal(Opened("v1"), await Vault.OpenPreviousAsync(Name, None));
    }

    [Fact]
    public async Task A_late_retry_of_the_previous_version_does_not_switch_back()
    {
        await SealAsync("v1", "v2", "v1");
        Assert.Equal(Opened("v2"), await Vault.OpenAsync(Name, None));
        Assert.Equal(Opened("v1"), await Vault.OpenPreviousAsync(Name, None));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task A_version_that_is_held_with_another_value_is_refused_and_stays_as_it_is(string version)
    {
        await SealAsync("v1", "v2");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Vault.SealAsync(Name, new Secret("canary-other"), version, None));
        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(Opened("v2"), await Vault.OpenAsync(Name, None));
        Assert.Equal(Opened("v1"), await Vault.OpenPreviousAsync(Name, None));
    }

    [Fact]
    public async Task Destroying_the_previous_version_leaves_the_current_one()
    {
        await SealAsync("v1", "v2");
        await Vault.DestroyPreviousAsync(Name, None);
        await Vault.DestroyPreviousAsync(Name, None);
        Assert.Equal(Opened("v2"), await Vault.OpenAsync(Name, None));
        Assert.Null(await Vault.OpenPreviousAsync(Name, None));
        await SealAsync("v3");
        Assert.Equal(Opened("v2"), await Vault.OpenPreviousAsync(Name, None));
    }

    [Fact]
    public async Task A_destroyed_secret_is_gone_with_all_its_versions_and_its_name_can_be_used_anew()
    {
        await SealAsync("v1", "v2");
        await Vault.DestroyAsync(Name, None);
        Assert.Null(await Vault.OpenAsync(Name, None));
        Assert.Null(await Vault.OpenPreviousAsync(Name, None));
        Assert.Empty(await ListAsync(""));

        await SealAsync("v3");
        Assert.Equal(Opened("v3"), await Vault.OpenAsync(Name, None));
        Assert.Null(await Vault.OpenPreviousAsync(Name, None));
    }

    [Fact]
    public async Task A_listing_gives_what_lies_below_whole_words_of_a_path()
    {
        foreach (var name in (SecretName[])[Name, NameOf("t1", "a2"), NameOf("t10", "a1"), NameOf("T1", "a1")])
        {
            await Vault.SealAsync(name, new Secret("value"), "v1", None);
        }

        await Vault.SealAsync(SecretName.ForPlatform("token-key"), new Secret("value"), "v1", None);

        Assert.Equal(["exchanges/binance/t1/a1", "exchanges/binance/t1/a2"], await ListAsync("exchanges/binance/t1"));
        Assert.Equal(["exchanges/binance/t1/a1", "exchanges/binance/t1/a2"], await ListAsync("exchanges/binance/t1/"));
        Assert.Equal(["platform/token-key"], await ListAsync("platform"));
        Assert.Equal(5, (await ListAsync("")).Count);
        Assert.Empty(await ListAsync("exchanges/bin"));
    }

    [Fact]
    public async Task What_a_listing_gives_can_be_destroyed_while_it_runs()
    {
        for (var i = 0; i < 20; i++)
        {
            await Vault.SealAsync(NameOf("t1", $"a{i}"), new Secret("value"), "v1", None);
        }

        await foreach (var path in Vault.ListAsync("exchanges", None))
        {
            await Vault.DestroyAsync(path, None);
        }

        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task Tenants_whose_names_differ_in_case_alone_have_secrets_of_their_own()
    {
        await Vault.SealAsync(NameOf("t1", "a1"), new Secret("one"), "v1", None);
        await Vault.SealAsync(NameOf("T1", "a1"), new Secret("other"), "v1", None);
        await Vault.DestroyAsync(NameOf("T1", "a1"), None);
        Assert.Null(await Vault.OpenAsync(NameOf("T1", "a1"), None));
        Assert.Equal("one", (await Vault.OpenAsync(NameOf("t1", "a1"), None))!.Value.Reveal());
    }

    [Fact]
    public async Task The_longest_value_is_64_KiB_of_UTF_8()
    {
        var largest = new Secret(new string('é', MaxSize / 2));
        await Vault.SealAsync(Name, largest, "v1", None);
        await Vault.SealAsync(Name, largest, "v2", None);
        Assert.Equal(largest, (await Vault.OpenAsync(Name, None))!.Value);
        Assert.Equal(largest, (await Vault.OpenPreviousAsync(Name, None))!.Value);

        var larger = new Secret(new string('é', MaxSize / 2) + "x");
        await Assert.ThrowsAsync<ArgumentException>(() => Vault.SealAsync(Name, larger, "v3", None));
        Assert.Equal("v2", (await Vault.OpenAsync(Name, None))!.Version);
    }

    [Fact]
    public async Task A_value_that_is_no_valid_text_is_refused_without_being_shown()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => Vault.SealAsync(Name, new Secret("canary\ud800"), "v1", None));
        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
        Assert.Null(await Vault.OpenAsync(Name, None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v 1")]
    [InlineData("../v1")]
    [InlineData("v0123456789v0123456789v0123456789v0123456789v0123456789v012345678")]
    public async Task A_version_that_is_no_slug_is_refused(string version) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Vault.SealAsync(Name, new Secret("value"), version, None));

    [Fact]
    public async Task Readers_beside_a_rotation_see_a_whole_version_and_never_an_older_one_again()
    {
        const int Rotations = 40;
        await SealAsync("0");
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var last = 0;
            while (last < Rotations)
            {
                var opened = (await Vault.OpenAsync(Name, None))!;
                Assert.Equal(ValueOf(opened.Version), opened.Value.Reveal());
                var now = int.Parse(opened.Version, System.Globalization.CultureInfo.InvariantCulture);
                Assert.InRange(now, last, Rotations);
                last = now;
            }
        })).ToList();
        var writer = Task.Run(async () =>
        {
            for (var i = 1; i <= Rotations; i++)
            {
                await SealAsync($"{i}");
            }
        });
        await Task.WhenAll([writer, .. readers]);
    }

    [Fact]
    public async Task Of_many_who_seal_one_version_at_once_all_succeed_and_the_switch_happens_once()
    {
        await SealAsync("v1");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SealAsync("v2"))));
        Assert.Equal(Opened("v2"), await Vault.OpenAsync(Name, None));
        Assert.Equal(Opened("v1"), await Vault.OpenPreviousAsync(Name, None));
    }

    protected static SecretName NameOf(string tenant, string account) =>
        SecretName.ForExchange(TenantId.Parse(tenant), ExchangeId.Binance, AccountId.Parse(account));

    protected async Task<List<string>> ListAsync(string prefix)
    {
        var paths = new List<string>();
        await foreach (var path in Vault.ListAsync(prefix, None))
        {
            paths.Add(path);
        }

        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    protected async Task SealAsync(params string[] versions)
    {
        foreach (var version in versions)
        {
            await Vault.SealAsync(Name, new Secret(ValueOf(version)), version, None);
        }
    }

    protected static OpenedSecret Opened(string version) => new(new Secret(ValueOf(version)), version);

    private static string ValueOf(string version) => "value of " + version;
}

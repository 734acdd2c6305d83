using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Credentials;

public sealed class ServiceKeysTests
{
    private readonly MemoryVault _vault = new();
    private readonly MemoryItemStore _store = new();
    private readonly ServiceKeys _keys;

    public ServiceKeysTests()
    {
        var (ids, clock) = (new CountingIds(), new AutoClock());
        _keys = new ServiceKeys(_vault, new SecretTrail(_store, new FixedCall(), ids, clock), ids, clock);
    }

    [Fact]
    public async Task Each_kind_of_key_is_read_as_it_was_set_and_lies_under_its_own_name()
    {
        var provider = new AiProviderKey(new Secret("sk-1"), "org");
        var source = new DataSourceKey(new Secret("k"), new Secret("s"));
        await _keys.SetAsync("openai", provider, CancellationToken.None);
        await _keys.SetAsync("openai", source, CancellationToken.None);
        Assert.Equal(provider, await _keys.FindAiProviderAsync("openai", CancellationToken.None));
        Assert.Equal(source, await _keys.FindDataSourceAsync("openai", CancellationToken.None));
        Assert.Equal(
            ["ai-providers/openai", "data-sources/openai"], _vault.Secrets.Keys.Order(StringComparer.Ordinal));
        Assert.Null(await _keys.FindAiProviderAsync("other", CancellationToken.None));
    }

    [Fact]
    public async Task A_key_is_fetched_once_and_anew_once_it_was_set()
    {
        await _keys.SetAsync("a", new AiProviderKey(new Secret("1"), null), CancellationToken.None);
        for (var i = 0; i < 5; i++)
        {
            await _keys.FindAiProviderAsync("a", CancellationToken.None);
        }

        Assert.Equal(1, _vault.Opened);
        await _keys.SetAsync("a", new AiProviderKey(new Secret("2"), null), CancellationToken.None);
        Assert.Equal("2", (await _keys.FindAiProviderAsync("a", CancellationToken.None))!.ApiKey.Reveal());
    }

    [Fact]
    public async Task What_is_no_such_key_is_said_to_be_none_without_a_word_of_it()
    {
        foreach (var text in new[] { "{", "[]", "{}", "null", """{"apiKey":5}""" })
        {
            await _vault.SealAsync(
                SecretName.ForAiProvider("b"), new Secret(text), "v" + text.Length, CancellationToken.None);
            var refused = await Assert.ThrowsAsync<SecretUnreadableException>(
                () => _keys.FindAiProviderAsync("b", CancellationToken.None));
            Assert.Null(refused.InnerException);
        }
    }

    [Fact]
    public void A_name_that_leads_elsewhere_is_no_name()
    {
        foreach (var id in new[] { "", "a/b", "../x", "a b", new string('a', 65) })
        {
            Assert.Throws<FormatException>(() => SecretName.ForAiProvider(id));
            Assert.Throws<FormatException>(() => SecretName.ForDataSource(id));
        }
    }

    [Fact]
    public async Task Every_reading_and_setting_is_on_record_and_no_key_is()
    {
        await _keys.SetAsync("a", new AiProviderKey(new Secret("canary-key"), null), CancellationToken.None);
        await _keys.FindAiProviderAsync("a", CancellationToken.None);
        Assert.Equal(2, _store.All.Count);
        Assert.All(_store.All, item => Assert.DoesNotContain("canary", item.Document, StringComparison.Ordinal));
    }
}

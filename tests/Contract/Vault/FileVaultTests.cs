using System.Text;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Embedded.Vault;

namespace TradingPlatform.Contract.Vault;

/// <summary>What a vault of files does with its files.</summary>
public sealed class FileVaultTests : IDisposable
{
    private static readonly SecretName Name = SecretName.ForPlatform("token-key");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly VaultFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_sealed_opens_after_a_restart()
    {
        await SealAsync(Name, "canary-1", "v1");
        await SealAsync(Name, "canary-2", "v2");
        await using var vault = FileVault.Open(_folder.Path);
        Assert.Equal("canary-2", (await vault.OpenAsync(Name, None))!.Value.Reveal());
        Assert.Equal("canary-1", (await vault.OpenPreviousAsync(Name, None))!.Value.Reveal());
    }

    [Fact]
    public async Task Nothing_of_a_value_lies_in_the_directory()
    {
        await SealAsync(Name, "canary-one", "v1");
        await SealAsync(Name, "canary-two", "v2");
        var content = _folder.Content();
        Assert.DoesNotContain("canary", content, StringComparison.Ordinal);
        foreach (var value in (string[])["canary-one", "canary-two"])
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            var wide = Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(value));
            Assert.DoesNotContain(wide, content, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(bytes), content, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(bytes), content, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("platform/token-key", content, StringComparison.Ordinal); // The search does find what is there.
    }

    [Fact]
    public async Task Sealing_one_value_twice_gives_bytes_that_have_nothing_in_common()
    {
        await SealAsync(Name, "value", "v1");
        var first = await File.ReadAllBytesAsync(_folder.Records[0]);
        await using (var vault = FileVault.Open(_folder.Path))
        {
            await vault.DestroyAsync(Name, None);
        }

        await SealAsync(Name, "value", "v1");
        var second = await File.ReadAllBytesAsync(_folder.Records[0]);
        Assert.Equal(first.Length, second.Length);
        Assert.NotEqual(first[^32..^16], second[^32..^16]);
        Assert.NotEqual(first[^16..], second[^16..]);
    }

    [Fact]
    public async Task A_record_that_was_copied_over_anothers_is_refused_by_name_and_in_the_listing()
    {
        var other = SecretName.ForPlatform("webhook-key");
        await SealAsync(Name, "canary-1", "v1");
        var mine = _folder.Records.Single();
        await SealAsync(other, "canary-2", "v1");
        var others = _folder.Records.Single(file => file != mine);
        File.Copy(mine, others, overwrite: true);

        await using var vault = FileVault.Open(_folder.Path);
        await AssertUnreadableAsync(() => vault.OpenAsync(other, None));
        Assert.Equal("canary-1", (await vault.OpenAsync(Name, None))!.Value.Reveal());

        var listed = new List<string>();
        await AssertUnreadableAsync(async () =>
        {
            await foreach (var path in vault.ListAsync("", None))
            {
                listed.Add(path);
            }
        });
        Assert.Equal(["platform/token-key"], listed);
    }

    [Fact]
    public async Task A_damaged_record_is_not_written_over_and_can_be_destroyed()
    {
        await SealAsync(Name, "canary-1", "v1");
        var file = _folder.Records.Single();
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        await using var vault = FileVault.Open(_folder.Path);
        await AssertUnreadableAsync(() => vault.OpenAsync(Name, None));
        await AssertUnreadableAsync(() => vault.OpenPreviousAsync(Name, None));
        await AssertUnreadableAsync(() => vault.DestroyPreviousAsync(Name, None));
        await AssertUnreadableAsync(() => vault.SealAsync(Name, new Secret("canary-2"), "v2", None));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));

        await vault.DestroyAsync(Name, None);
        await vault.SealAsync(Name, new Secret("canary-2"), "v2", None);
        Assert.Equal("v2", (await vault.OpenAsync(Name, None))!.Version);
    }

    [Fact]
    public async Task A_file_far_too_large_is_refused_and_not_read()
    {
        await SealAsync(Name, "canary", "v1");
        await using (var file = File.OpenWrite(_folder.Records.Single()))
        {
            file.SetLength(1L << 40); // Sparse.
        }

        await using var vault = FileVault.Open(_folder.Path);
        await AssertUnreadableAsync(() => vault.OpenAsync(Name, None));
    }

    [Fact]
    public async Task A_file_that_the_disk_does_not_give_is_unreadable_and_not_absent()
    {
        await SealAsync(Name, "canary", "v1");
        var file = _folder.Records.Single();
        File.Delete(file);
        Directory.CreateDirectory(file);

        await using var vault = FileVault.Open(_folder.Path);
        var e = await Assert.ThrowsAsync<SecretUnreadableException>(() => vault.OpenAsync(Name, None));
        Assert.Contains("cannot be read", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_was_sealed_with_another_key_is_refused_beside_those_that_were_not()
    {
        using var elsewhere = new VaultFolder();
        await using (var foreign = FileVault.Open(elsewhere.Path))
        {
            await foreign.SealAsync(Name, new Secret("canary"), "v1", None);
        }

        await SealAsync(SecretName.ForPlatform("webhook-key"), "value", "v1");
        File.Copy(elsewhere.Records[0], Path.Combine(_folder.Path, Path.GetFileName(elsewhere.Records[0])));

        await using var vault = FileVault.Open(_folder.Path);
        await AssertUnreadableAsync(() => vault.OpenAsync(Name, None));
        Assert.NotNull(await vault.OpenAsync(SecretName.ForPlatform("webhook-key"), None));
    }

    [Fact]
    public async Task A_closed_vault_seals_and_opens_nothing()
    {
        var vault = FileVault.Open(_folder.Path);
        await vault.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => vault.OpenAsync(Name, None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => vault.SealAsync(Name, new Secret("x"), "v1", None));
        Assert.Empty(_folder.Records);
    }

    private static async Task AssertUnreadableAsync(Func<Task> call)
    {
        var e = await Assert.ThrowsAsync<SecretUnreadableException>(call);
        Assert.EndsWith(
            "cannot be opened: its record is damaged, was sealed with another key, or has a format that this version "
            + "does not know.",
            e.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("canary", e.ToString(), StringComparison.Ordinal);
    }

    private async Task SealAsync(SecretName name, string value, string version)
    {
        await using var vault = FileVault.Open(_folder.Path);
        await vault.SealAsync(name, new Secret(value), version, None);
    }
}

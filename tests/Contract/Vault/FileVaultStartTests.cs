using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Embedded.Vault;

namespace TradingPlatform.Contract.Vault;

/// <summary>What a vault of files does when it is opened: after a crash, on a wrong key, beside another.</summary>
public sealed class FileVaultStartTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly SecretName Name = SecretName.ForPlatform("token-key");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly VaultFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_file_is_for_its_owner_alone()
    {
        await SealAsync("v1");
        Assert.Equal(3, _folder.Files.Length); // The key, the lock and the record.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in _folder.Files)
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        }

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
    }

    [Fact]
    public async Task The_key_is_made_once_at_random_and_has_32_bytes()
    {
        await FileVault.Open(_folder.Path).DisposeAsync();
        var key = await File.ReadAllBytesAsync(_folder.KeyFile);
        await FileVault.Open(_folder.Path).DisposeAsync();
        Assert.Equal(key, await File.ReadAllBytesAsync(_folder.KeyFile));
        Assert.Equal(32, key.Length);

        using var other = new VaultFolder();
        await FileVault.Open(other.Path).DisposeAsync();
        Assert.NotEqual(key, await File.ReadAllBytesAsync(other.KeyFile));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_key_that_others_may_touch_is_refused(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await FileVault.Open(_folder.Path).DisposeAsync();
        File.SetUnixFileMode(_folder.KeyFile, OwnerOnly | mode);
        AssertRefused("open to others");
        File.SetUnixFileMode(_folder.KeyFile, OwnerOnly);
        await FileVault.Open(_folder.Path).DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public async Task A_key_of_another_size_is_refused(int size)
    {
        await FileVault.Open(_folder.Path).DisposeAsync();
        await using (var file = File.OpenWrite(_folder.KeyFile))
        {
            file.SetLength(size);
        }

        AssertRefused($"has {size} bytes");
    }

    [Fact]
    public async Task A_missing_key_is_never_replaced_while_there_are_sealed_secrets()
    {
        await SealAsync("v1");
        File.Delete(_folder.KeyFile);
        AssertRefused("is missing");
        Assert.False(File.Exists(_folder.KeyFile));
    }

    [Fact]
    public async Task A_key_that_sealed_none_of_the_secrets_is_refused()
    {
        await SealAsync("v1");
        var key = await File.ReadAllBytesAsync(_folder.KeyFile);
        await File.WriteAllBytesAsync(_folder.KeyFile, [.. key.Select(b => (byte)(b ^ 0xff))]);
        AssertRefused("None of the secrets");
        await File.WriteAllBytesAsync(_folder.KeyFile, key);
        Assert.Equal("v1", await CurrentAsync());
    }

    [Fact]
    public async Task A_second_vault_on_the_same_directory_is_refused_until_the_first_is_closed()
    {
        await using (FileVault.Open(_folder.Path))
        {
            AssertRefused("in use");
        }

        await FileVault.Open(_folder.Path).DisposeAsync();
    }

    [Fact]
    public async Task A_crash_before_the_rename_leaves_the_old_version_and_its_leftover_is_swept()
    {
        await SealAsync("v1");
        var record = _folder.Records.Single();
        var before = await File.ReadAllBytesAsync(record);
        await SealAsync("v2");
        var after = await File.ReadAllBytesAsync(record);

        // Whatever the crash let through of the new record, and all of it just before the rename.
        for (var length = 0; length <= after.Length; length++)
        {
            await File.WriteAllBytesAsync(record, before);
            await File.WriteAllBytesAsync(record + ".unfinished", after[..length]);
            Assert.Equal("v1", await CurrentAsync());
            Assert.Equal(3, _folder.Files.Length);
        }

        await File.WriteAllBytesAsync(record, after);
        Assert.Equal("v2", await CurrentAsync());
    }

    [Fact]
    public async Task A_crash_while_the_key_is_made_leaves_none_and_the_next_start_makes_one()
    {
        Directory.CreateDirectory(_folder.Path);
        for (var length = 0; length <= 32; length++)
        {
            await File.WriteAllBytesAsync(_folder.KeyFile + ".unfinished", new byte[length]);
            await FileVault.Open(_folder.Path).DisposeAsync();
            Assert.NotEqual(new byte[32], await File.ReadAllBytesAsync(_folder.KeyFile));
            Assert.False(File.Exists(_folder.KeyFile + ".unfinished"));
            File.Delete(_folder.KeyFile);
        }
    }

    private void AssertRefused(string because)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => FileVault.Open(_folder.Path));
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    private async Task SealAsync(string version)
    {
        await using var vault = FileVault.Open(_folder.Path);
        await vault.SealAsync(Name, new Secret("value of " + version), version, None);
    }

    private async Task<string> CurrentAsync()
    {
        await using var vault = FileVault.Open(_folder.Path);
        var opened = (await vault.OpenAsync(Name, None))!;
        Assert.Equal("value of " + opened.Version, opened.Value.Reveal());
        return opened.Version;
    }
}

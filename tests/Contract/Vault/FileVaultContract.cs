using TradingPlatform.Core.Credentials;
using TradingPlatform.Embedded.Vault;

namespace TradingPlatform.Contract.Vault;

public sealed class FileVaultContract : VaultContract, IAsyncLifetime
{
    private readonly VaultFolder _folder = new();
    private readonly FileVault _vault;

    public FileVaultContract() => _vault = FileVault.Open(_folder.Path);

    protected override ISecretVault Vault => _vault;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _vault.DisposeAsync();
        _folder.Dispose();
    }
}

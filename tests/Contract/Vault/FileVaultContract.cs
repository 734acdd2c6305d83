using TradingPlatform.Core.Credentials;
using TradingPlatform.Embedded.Vault;

namespace TradingPlatform.Contract.Vault;

public sealed class FileVaultContract : VaultContract, IDisposable
{
    private readonly VaultFolder _folder = new();
    private readonly FileVault _vault;

    public FileVaultContract() => _vault = FileVault.Open(_folder.Path);

    protected override ISecretVault Vault => _vault;

    public void Dispose()
    {
        _vault.Dispose();
        _folder.Dispose();
    }
}

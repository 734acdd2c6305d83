using System.Text;

namespace TradingPlatform.Contract.Vault;

/// <summary>A directory for one test, removed after it.</summary>
internal sealed class VaultFolder : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("vault-");

    /// <summary>Where the vault is to be: not made yet.</summary>
    public string Path => System.IO.Path.Combine(_parent.FullName, "vault");

    public string KeyFile => System.IO.Path.Combine(Path, "vault.key");

    public string[] Records => Directory.GetFiles(Path, "*.sealed");

    public string[] Files => Directory.GetFiles(Path);

    /// <summary>Everything in it, as Latin-1 text, so that each byte is one character.</summary>
    public string Content() =>
        string.Join('\n', Files.Select(file => file + '\n' + Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    public void Dispose() => _parent.Delete(recursive: true);
}

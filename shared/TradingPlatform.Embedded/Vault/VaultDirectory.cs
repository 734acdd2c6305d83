using System.Security.Cryptography;
using System.Text;

namespace TradingPlatform.Embedded.Vault;

/// <summary>The vault's directory, held by one process at a time, and the names of the files in it.</summary>
/// <remarks>
/// The lock is advisory (flock on Unix): it keeps a second host out, not a person with an editor. It is the kernel's,
/// so that it is free once its process has died, however it died; the file itself stays.
/// </remarks>
internal sealed class VaultDirectory : IDisposable
{
    private const string LockName = "vault.lock";
    private const string RecordSuffix = ".sealed";

    private readonly FileStream _lock;

    private VaultDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Where it is, in full.</summary>
    public string Path { get; }

    /// <summary>Takes the directory for this process, and sweeps out what a crash left unfinished.</summary>
    /// <exception cref="InvalidOperationException">Another process has it.</exception>
    public static VaultDirectory Take(string directory)
    {
        var path = System.IO.Path.GetFullPath(directory);
        PrivateFile.MakeDirectory(path);
        var taken = new VaultDirectory(path, Lock(path));
        foreach (var unfinished in Directory.GetFiles(path, "*" + PrivateFile.UnfinishedSuffix))
        {
            File.Delete(unfinished);
        }

        return taken;
    }

    /// <summary>The file of a secret: a digest, so that no path leads out of the directory or into another's.</summary>
    public string FileOf(string secretPath) => System.IO.Path.Combine(Path, NameOf(secretPath));

    /// <summary>True where the file is the one that belongs to the path.</summary>
    public static bool IsFileOf(string file, string secretPath) =>
        System.IO.Path.GetFileName(file).Equals(NameOf(secretPath), StringComparison.Ordinal);

    /// <summary>The files that hold a record, as of now.</summary>
    public string[] Records() => Directory.GetFiles(Path, "*" + RecordSuffix);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string NameOf(string secretPath) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secretPath))) + RecordSuffix;

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), PrivateFile.WriteOptions());
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"The vault in '{path}' is in use by another process.", e);
        }
    }
}

using System.Security.Cryptography;

namespace TradingPlatform.Embedded.Vault;

/// <summary>The file that holds the vault's key: made once, then only read.</summary>
internal static class VaultKeyFile
{
    /// <summary>Its name within the vault's directory.</summary>
    public const string Name = "vault.key";

    /// <summary>Reads the key; makes one where there is none and nothing is sealed yet.</summary>
    /// <exception cref="InvalidOperationException">The vault must not start; the text says what to do.</exception>
    public static VaultKey LoadOrCreate(string directory, bool hasRecords)
    {
        var path = Path.Combine(directory, Name);
        var bytes = GC.AllocateUninitializedArray<byte>(VaultKey.Size, pinned: true);
        try
        {
            if (File.Exists(path))
            {
                Read(path, bytes);
            }
            else if (hasRecords)
            {
                // A new key would open none of them, and would hide that the one which does is lost.
                throw new InvalidOperationException(
                    $"'{path}' is missing while sealed secrets lie beside it. Restore the file from a backup, or "
                    + "remove the sealed secrets to begin anew.");
            }
            else
            {
                RandomNumberGenerator.Fill(bytes);
                PrivateFile.Replace(path, bytes);
            }

            return new VaultKey(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static void Read(string path, Span<byte> bytes)
    {
        // The mode is asked of the open file, so that it is the mode of what is read.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (PrivateFile.IsShared(file))
        {
            throw new InvalidOperationException(
                $"'{path}' is open to others than its owner. Set its mode to 0600, and link the accounts anew if "
                + "someone else may have read it.");
        }

        if (file.Length != bytes.Length)
        {
            throw new InvalidOperationException(
                $"'{path}' has {file.Length} bytes and not {bytes.Length}. Restore the file from a backup.");
        }

        file.ReadExactly(bytes);
    }
}

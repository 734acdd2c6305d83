using System.Security.Cryptography;

namespace TradingPlatform.Hosting.Auth;

/// <summary>The key that the local host signs its tokens by: 32 random bytes in a file that only its owner reads.</summary>
public sealed class LocalTokenKey
{
    private const int Length = 32;
    private const string FileName = "token.key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _bytes;

    private LocalTokenKey(byte[] bytes) => _bytes = bytes;

    /// <summary>A key for this process alone, kept nowhere.</summary>
    public static LocalTokenKey Ephemeral() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>The key of a data folder, made at the first start.</summary>
    /// <exception cref="InvalidDataException">The file is there and holds no key.</exception>
    public static LocalTokenKey LoadOrCreate(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            Create(path);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }

        var bytes = File.ReadAllBytes(path);
        return bytes.Length == Length
            ? new LocalTokenKey(bytes)
            : throw new InvalidDataException($"{FileName} holds no key; delete it to have a new one made.");
    }

    internal byte[] Sign(ReadOnlySpan<byte> data) => HMACSHA256.HashData(_bytes, data);

    // Written beside and moved into place, so that a crash leaves no half key; who comes second keeps the first one's.
    private static void Create(string path)
    {
        var fresh = $"{path}.{RandomNumberGenerator.GetHexString(8)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(fresh, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Length));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(fresh);
        }
    }
}

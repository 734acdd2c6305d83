using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TradingPlatform.Embedded.SimulatedExchange.Storage;

/// <summary>Keeps keys and secrets out of the database file in clear: AES-256-GCM under a key in a file beside it,
/// made at the first start and readable by its owner alone.</summary>
internal sealed class SecretSeal : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly AesGcm _cipher;
    private readonly RandomNumberGenerator _randomness;

    private SecretSeal(byte[] key, RandomNumberGenerator randomness)
    {
        _cipher = new AesGcm(key, TagSize);
        _randomness = randomness;
        CryptographicOperations.ZeroMemory(key);
    }

    public static SecretSeal Open(string path, RandomNumberGenerator randomness)
    {
        if (!File.Exists(path))
        {
            var made = new byte[32];
            // The sealing key is never from an injected source: a test's predictable one would seal nothing.
            RandomNumberGenerator.Fill(made);
            var access = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, access);
            file.Write(made);
            file.Flush(flushToDisk: true);
        }

        return new SecretSeal(File.ReadAllBytes(path), randomness);
    }

    /// <summary>Seals a text for one account: it opens for no other.</summary>
    public byte[] Seal(string text, int accountId)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[NonceSize + TagSize + plain.Length];
        var nonce = sealedText.AsSpan(0, NonceSize);
        _randomness.GetBytes(nonce);
        Span<byte> owner = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(owner, accountId);
        _cipher.Encrypt(
            nonce,
            plain,
            sealedText.AsSpan(NonceSize + TagSize),
            sealedText.AsSpan(NonceSize, TagSize),
            owner);
        return sealedText;
    }

    public string Open(byte[] sealedText, int accountId)
    {
        var plain = new byte[sealedText.Length - NonceSize - TagSize];
        Span<byte> owner = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(owner, accountId);
        _cipher.Decrypt(
            sealedText.AsSpan(0, NonceSize),
            sealedText.AsSpan(NonceSize + TagSize),
            sealedText.AsSpan(NonceSize, TagSize),
            plain,
            owner);
        return Encoding.UTF8.GetString(plain);
    }

    public void Dispose() => _cipher.Dispose();
}

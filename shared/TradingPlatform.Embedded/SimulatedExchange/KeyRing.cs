using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>A key, ready to check what it signed.</summary>
internal sealed class TradingKey(NewAccount made, int number, Account account)
{
    /// <summary>0 for the account's first key.</summary>
    public int Number => number;

    public NewAccount Made => made;

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(made.SecretKey);

    public Account Account => account;

    public SimulatedPermissions Permissions => made.Permissions;

    public long CreatedAt => made.CreatedAt;

    /// <summary>Whether <paramref name="signature"/> is the hex of the payload's HMAC-SHA256, in either case.</summary>
    public bool HasSigned(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, payload, expected);
        return signature.Length == given.Length * 2
            && Convert.FromHexString(signature, given, out _, out _) is System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(expected, given);
    }
}

/// <summary>The keys of the exchange, by what callers send.</summary>
internal sealed class KeyRing
{
    private readonly ConcurrentDictionary<string, TradingKey> _keys = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    public bool TryFind(string apiKey, [NotNullWhen(true)] out TradingKey? key) => _keys.TryGetValue(apiKey, out key);

    public void Add(NewAccount made, int number, Account account) =>
        _keys[made.ApiKey] = new TradingKey(made, number, account);

    public void Remove(string apiKey) => _keys.TryRemove(apiKey, out _);
}

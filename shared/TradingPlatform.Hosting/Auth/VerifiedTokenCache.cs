using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace TradingPlatform.Hosting.Auth;

/// <summary>Remembers the tokens used lately, up to twice <see cref="PerGeneration"/> of them.</summary>
/// <remarks>
/// Two generations: when the young one is full it becomes the old one, and what is still used moves up again. That
/// forgets the least used without a list to keep in order on every request.
/// </remarks>
internal sealed class VerifiedTokenCache
{
    private const int PerGeneration = 4096;

    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TokenHash, VerifiedToken> _young = new();
    private volatile ConcurrentDictionary<TokenHash, VerifiedToken> _old = new();
    private int _count;

    internal VerifiedToken? Find(in TokenHash hash)
    {
        if (_young.TryGetValue(hash, out var token))
        {
            return token;
        }

        if (_old.TryGetValue(hash, out token))
        {
            Add(hash, token);
        }

        return token;
    }

    internal void Add(in TokenHash hash, VerifiedToken token)
    {
        if (!_young.TryAdd(hash, token) || Interlocked.Increment(ref _count) < PerGeneration)
        {
            return;
        }

        lock (_turning)
        {
            if (Volatile.Read(ref _count) >= PerGeneration)
            {
                _old = _young;
                _young = new ConcurrentDictionary<TokenHash, VerifiedToken>();
                Volatile.Write(ref _count, 0);
            }
        }
    }
}

/// <summary>The SHA-256 of a token, as a value that a dictionary can hold.</summary>
internal readonly record struct TokenHash
{
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    internal TokenHash(ReadOnlySpan<byte> hash)
    {
        _a = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        _b = BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]);
        _c = BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]);
        _d = BinaryPrimitives.ReadUInt64LittleEndian(hash[24..]);
    }
}

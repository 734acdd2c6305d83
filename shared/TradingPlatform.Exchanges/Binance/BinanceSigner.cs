using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// Signs for one key: hex HMAC-SHA256 over exactly the bytes that are sent, after their percent-encoding (FACTS.md E1).
/// </summary>
internal sealed class BinanceSigner(Secret secretKey)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(secretKey.Reveal());

    /// <summary>What signing adds.</summary>
    public const int Length = 11 + 64;

    /// <summary><paramref name="form"/> and <c>&amp;signature=…</c>.</summary>
    public byte[] Append(ReadOnlySpan<byte> form)
    {
        var signed = new byte[form.Length + Length];
        form.CopyTo(signed);
        "&signature="u8.CopyTo(signed.AsSpan(form.Length));
        Sign(form, signed.AsSpan(form.Length + 11));
        return signed;
    }

    /// <summary>As for a form, for what goes into an address.</summary>
    public string Append(string query)
    {
        Span<byte> signature = stackalloc byte[64];
        Sign(Encoding.ASCII.GetBytes(query), signature);
        return string.Concat(query, "&signature=", Encoding.ASCII.GetString(signature));
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(BinanceSigner);

    private void Sign(ReadOnlySpan<byte> bytes, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, bytes, hash);
        if (!Convert.TryToHexStringLower(hash, hex, out _))
        {
            throw new CryptographicException("The signature's place is too short.");
        }
    }
}

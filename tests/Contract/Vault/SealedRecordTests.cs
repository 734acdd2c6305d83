using System.Security.Cryptography;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Embedded.Vault;

namespace TradingPlatform.Contract.Vault;

/// <summary>The format of a record at rest, as pure bytes.</summary>
public sealed class SealedRecordTests : IDisposable
{
    // Sealed by the first version of this code, with the key below and a nonce by chance.
    private const string FirstFormat =
        "54505601C6EDF4E6642756E6001765786368616E6765732F62696E616E63652F74312F61310002743100027632"
        + "000276312B482CED8CCB07B0BE1D62E17058661A51B70747852D2A53072E234CA89371744E71ED240CE6F66E54"
        + "3A0F9A9AC543921C4D";

    private static readonly SecretName Name =
        SecretName.ForExchange(TenantId.Parse("t1"), ExchangeId.Binance, AccountId.Parse("a1"));

    private readonly VaultKey _key = new(SHA256.HashData("a key"u8));
    private readonly byte[] _record;

    public SealedRecordTests() => _record = SealedRecord.Seal(_key, Name, "v2", "value two"u8, "v1", "value one"u8);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Every_single_flipped_bit_is_refused()
    {
        for (var bit = 0; bit < _record.Length * 8; bit++)
        {
            var mutated = _record.ToArray();
            mutated[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Opens(mutated), $"bit {bit}");
        }
    }

    [Fact]
    public void Every_truncation_and_every_added_byte_is_refused()
    {
        for (var length = 0; length < _record.Length; length++)
        {
            Assert.False(Opens(_record[..length]), $"first {length} bytes");
            Assert.False(Opens(_record[(_record.Length - length)..]), $"last {length} bytes");
        }

        Assert.False(Opens([.. _record, 0]));
        Assert.False(Opens([0, .. _record]));
    }

    [Fact]
    public void A_hundred_thousand_mutated_records_are_each_read_correctly_or_refused()
    {
        var random = new Random(20_260_101);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var mutated = Mutate(random);
            var opens = Opens(mutated);
            Assert.Equal(mutated.AsSpan().SequenceEqual(_record), opens);
            (read, refused) = opens ? (read + 1, refused) : (read, refused + 1);
        }

        Assert.True(read > 0 && refused > 90_000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void A_record_opens_under_no_other_key_and_no_other_name()
    {
        using var other = new VaultKey(SHA256.HashData("another key"u8));
        Assert.False(SealedRecord.TryOpen(other, Name, _record, out _));
        foreach (var name in (SecretName[])
        [
            SecretName.ForExchange(TenantId.Parse("t2"), ExchangeId.Binance, AccountId.Parse("a1")),
            SecretName.ForExchange(TenantId.Parse("t1"), ExchangeId.Coinbase, AccountId.Parse("a1")),
            SecretName.ForExchange(TenantId.Parse("t1"), ExchangeId.Binance, AccountId.Parse("a2")),
            SecretName.ForPlatform("a1"),
        ])
        {
            Assert.False(SealedRecord.TryOpen(_key, name, _record, out _), name.Path);
        }
    }

    [Fact]
    public void No_two_sealings_share_a_nonce()
    {
        var header = _record.Length - ("value two".Length + "value one".Length + sizeof(int) + 16 + 12);
        var nonces = Enumerable.Range(0, 1000)
            .Select(_ => SealedRecord.Seal(_key, Name, "v2", "value two"u8, "v1", "value one"u8))
            .Select(record => Convert.ToHexString(record.AsSpan(header, 12)))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal(1000, nonces.Count);
    }

    [Fact]
    public void A_record_in_the_clear_is_zeroed_when_it_is_disposed()
    {
        Assert.True(SealedRecord.TryOpen(_key, Name, _record, out var opened));
        var bytes = opened.PreviousValue;
        Assert.True(bytes.SequenceEqual("value one"u8));
        opened.Dispose();
        Assert.True(bytes.IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void A_record_that_the_first_format_left_behind_opens_for_ever() =>
        Assert.True(Opens(Convert.FromHexString(FirstFormat)));

    /// <summary>True where it opens, and then only to what was sealed.</summary>
    private bool Opens(byte[] record)
    {
        if (!SealedRecord.TryOpen(_key, Name, record, out var opened))
        {
            return false;
        }

        using (opened)
        {
            Assert.Equal("value two", opened.Reveal().Value.Reveal());
            Assert.Equal("v2", opened.Version);
            Assert.Equal("value one", opened.RevealPrevious()!.Value.Reveal());
            Assert.Equal("v1", opened.PreviousVersion);
            return true;
        }
    }

    private byte[] Mutate(Random random)
    {
        var bytes = _record.ToArray();
        var at = random.Next(bytes.Length);
        switch (random.Next(6))
        {
            case 0: // Some bytes set; now and then to what they were.
                for (var n = random.Next(1, 4); n > 0; n--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[(at + 1)..]];
            case 4:
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            default: // Two stretches change places.
                return [.. bytes[at..], .. bytes[..at]];
        }
    }
}

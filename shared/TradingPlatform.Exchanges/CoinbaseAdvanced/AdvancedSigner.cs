using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>
/// Signs for one key: a JWT of ES256 for each request, good for a few seconds (FACTS.md E3). Its <c>exp</c> is the
/// fence: after it the exchange takes the request no more.
/// </summary>
internal sealed class AdvancedSigner : ICoinbaseSigner, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ECDsa _key;
    private readonly string _name;
    private readonly string _authority;
    private readonly TimeSpan _life;

    /// <param name="name">The key's name: <c>organizations/…/apiKeys/…</c>.</param>
    /// <param name="privateKey">In PEM, SEC 1 or PKCS 8; line breaks may be written as <c>\n</c>.</param>
    /// <param name="address">Which host the tokens are for.</param>
    /// <param name="life">For how long a token is good.</param>
    /// <exception cref="ExchangeException">The key cannot be one of this API, or is none for ES256.</exception>
    public AdvancedSigner(Secret name, Secret privateKey, Uri address, TimeSpan life)
    {
        (_name, _authority, _life) = (name.Reveal(), address.Authority, life);
        _key = ECDsa.Create();
        try
        {
            _key.ImportFromPem(privateKey.Reveal().Replace("\\n", "\n", StringComparison.Ordinal));
        }
        catch (Exception unusable) when (unusable is ArgumentException or CryptographicException)
        {
            throw Malformed("The secret is no EC private key in PEM. Ed25519 keys cannot be used: make one for ES256.");
        }

        if (_key.KeySize != 256 || _key.ExportParameters(false).Curve.Oid.Value is not "1.2.840.10045.3.1.7")
        {
            throw Malformed("The private key does not lie on the curve P-256.");
        }
    }

    public WireCall Sign(WireCall call, ExchangeInstant now) => call with
    {
        Headers = [.. call.Headers, new("Authorization", "Bearer " + Token(now, call))],
    };

    // A token that is too old, or too young, is refused as any other bad one.
    public bool IsLate(WireAnswer answer) => answer.Status == 401;

    /// <summary>A token for a subscription, which names no path.</summary>
    public string FeedToken(ExchangeInstant now) => Token(now, null);

    /// <summary>Until when a token that is made at this moment is good, by the exchange's clock.</summary>
    public DateTimeOffset Expiry(ExchangeInstant now) =>
        DateTimeOffset.FromUnixTimeSeconds(Start(now)) + TimeSpan.FromSeconds(1) + _life;

    public void Dispose() => _key.Dispose();

    /// <inheritdoc/>
    public override string ToString() => nameof(AdvancedSigner);

    private static ExchangeException Malformed(string why) => new(new ExchangeError(
        ExchangeErrorKind.CredentialsInvalid, "KEY_MALFORMED", why));

    // Where our estimate is ahead of the exchange's clock, it must not find the token to be from the future.
    private static long Start(ExchangeInstant now) =>
        (now.Milliseconds - (long)Math.Ceiling(now.Ahead.TotalMilliseconds)) / 1000;

    private string Token(ExchangeInstant now, WireCall? call)
    {
        var header = Encode(json =>
        {
            json.WriteString("alg", "ES256");
            json.WriteString("typ", "JWT");
            json.WriteString("kid", _name);
            json.WriteString("nonce", RandomNumberGenerator.GetHexString(32, lowercase: true));
        });
        var claims = Encode(json =>
        {
            json.WriteString("sub", _name);
            json.WriteString("iss", "cdp");
            json.WriteNumber("nbf", Start(now));
            json.WriteNumber("exp", Expiry(now).ToUnixTimeSeconds());
            if (call is not null)
            {
                json.WriteString("uri", string.Create(
                    CultureInfo.InvariantCulture, $"{call.Method.Method} {_authority}{call.Path}"));
            }
        });
        var signed = string.Concat(header, ".", claims);
        return string.Concat(signed, ".", Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(signed))));
    }

    private byte[] Sign(byte[] bytes)
    {
        // An ECDsa is for one caller at a time.
        lock (_gate)
        {
            return _key.SignData(
                bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.ToArray());
    }
}

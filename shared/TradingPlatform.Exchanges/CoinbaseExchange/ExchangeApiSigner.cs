using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>
/// Signs for one key: base64 of HMAC-SHA256, with the secret base64-decoded, over timestamp, method, path with query
/// and body (FACTS.md E3).
/// </summary>
internal sealed class ExchangeApiSigner : ICoinbaseSigner
{
    private readonly byte[] _secret;
    private readonly string _key;
    private readonly string _passphrase;

    /// <exception cref="ExchangeException">The key cannot be one of this API.</exception>
    public ExchangeApiSigner(Secret key, Secret secretKey, Secret passphrase)
    {
        (_key, _passphrase) = (key.Reveal(), passphrase.Reveal());
        var secret = secretKey.Reveal();
        var decoded = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret, decoded, out var length) || length == 0
            || !FitsHeader(_key) || !FitsHeader(_passphrase))
        {
            throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.CredentialsInvalid, "KEY_MALFORMED",
                "The secret is no base64 text, or the key or the passphrase does not fit into a header."));
        }

        _secret = decoded[..length];
    }

    public WireCall Sign(WireCall call, ExchangeInstant now)
    {
        var timestamp = (now.Milliseconds / 1000).ToString(CultureInfo.InvariantCulture);
        var path = call.Query is null ? call.Path : string.Concat(call.Path, "?", call.Query);
        return call with
        {
            Headers =
            [
                .. call.Headers,
                new("CB-ACCESS-KEY", _key),
                new("CB-ACCESS-SIGN", Sign(timestamp, call.Method.Method, path, call.Body)),
                new("CB-ACCESS-TIMESTAMP", timestamp),
                new("CB-ACCESS-PASSPHRASE", _passphrase),
            ],
        };
    }

    public bool IsLate(WireAnswer answer) => ExchangeApiErrors.Of(answer).Kind == ExchangeErrorKind.ClockSkew;

    /// <summary>What a subscription to the account's own feed carries: signed as a call to itself would be.</summary>
    public (string Key, string Passphrase, string Timestamp, string Signature) SignFeed(ExchangeInstant now)
    {
        var timestamp = (now.Milliseconds / 1000).ToString(CultureInfo.InvariantCulture);
        return (_key, _passphrase, timestamp, Sign(timestamp, "GET", "/users/self/verify", null));
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ExchangeApiSigner);

    private string Sign(string timestamp, string method, string path, byte[]? body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + method + path), .. body ?? []];
        return Convert.ToBase64String(HMACSHA256.HashData(_secret, signed));
    }

    private static bool FitsHeader(string text) => text.Length > 0 && text.All(static c => c is > ' ' and < (char)127);
}

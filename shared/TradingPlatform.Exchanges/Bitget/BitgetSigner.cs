using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// Signs for one key: base64 of HMAC-SHA256, keyed by the secret as text, over timestamp, method, path with query and
/// body (FACTS.md E4).
/// </summary>
internal sealed class BitgetSigner(ExchangeCredentials credentials)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(credentials.SecretKey.Reveal());
    private readonly string _key = credentials.Key.Reveal();
    private readonly string _passphrase = credentials.Passphrase?.Reveal() ?? "";

    /// <summary>The signature alone.</summary>
    public string Sign(long timestamp, string method, string pathAndQuery, ReadOnlySpan<byte> body)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{timestamp}{method}{pathAndQuery}");
        var message = new byte[Encoding.UTF8.GetByteCount(head) + body.Length];
        var length = Encoding.UTF8.GetBytes(head, message);
        body.CopyTo(message.AsSpan(length));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, message, hash);
        return Convert.ToBase64String(hash);
    }

    /// <summary>What a signed call carries.</summary>
    public KeyValuePair<string, string>[] Headers(
        long timestamp, string method, string pathAndQuery, ReadOnlySpan<byte> body) =>
    [
        new("ACCESS-KEY", _key),
        new("ACCESS-PASSPHRASE", _passphrase),
        new("ACCESS-TIMESTAMP", timestamp.ToString(CultureInfo.InvariantCulture)),
        new("ACCESS-SIGN", Sign(timestamp, method, pathAndQuery, body)),
        new("locale", "en-US"),
    ];

    /// <summary>The first message of a private stream.</summary>
    public byte[] Login(long timestamp) => BitgetBody.Write(json =>
    {
        json.WriteString("op"u8, "login"u8);
        json.WriteStartArray("args"u8);
        json.WriteStartObject();
        json.WriteString("apiKey"u8, _key);
        json.WriteString("passphrase"u8, _passphrase);
        json.WriteString("timestamp"u8, timestamp.ToString(CultureInfo.InvariantCulture));
        json.WriteString("sign"u8, Sign(timestamp, "GET", "/user/verify", default));
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <inheritdoc/>
    public override string ToString() => nameof(BitgetSigner);
}

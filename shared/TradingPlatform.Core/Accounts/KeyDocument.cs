using System.Text.Json;
using System.Text.Json.Serialization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Core.Accounts;

/// <summary>How an exchange key is written in the vault.</summary>
public static class KeyDocument
{
    /// <summary>The text that is sealed.</summary>
    public static Secret Write(ExchangeCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return new Secret(JsonSerializer.Serialize(
            new KeyFields(
                credentials.Key.Reveal(), credentials.SecretKey.Reveal(), credentials.Passphrase?.Reveal()),
            KeyJson.Default.KeyFields));
    }

    /// <summary>The last four characters of the key's public half, to tell keys apart by.</summary>
    public static string Hint(ExchangeCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var key = credentials.Key.Reveal();
        return key[^Math.Min(4, key.Length)..];
    }

    /// <summary>The key that the text holds.</summary>
    public static ExchangeCredentials Read(Secret sealedText)
    {
        var fields = JsonSerializer.Deserialize(sealedText.Reveal(), KeyJson.Default.KeyFields)!;
        return new ExchangeCredentials(
            new Secret(fields.ApiKey), new Secret(fields.ApiSecret),
            fields.Passphrase is { } passphrase ? new Secret(passphrase) : null);
    }
}

internal sealed record KeyFields(string ApiKey, string ApiSecret, string? Passphrase);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyFields))]
internal sealed partial class KeyJson : JsonSerializerContext;

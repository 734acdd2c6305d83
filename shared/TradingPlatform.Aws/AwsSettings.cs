using Microsoft.Extensions.Configuration;
using TradingPlatform.Aws.Vault;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Aws;

/// <summary>
/// What the platform uses of AWS; read and checked once, at start. Region and credentials are the SDK's own.
/// </summary>
/// <param name="Table">The table's name (<c>Store:Table</c>).</param>
/// <param name="Bus">The event bus's name or ARN (<c>Events:Bus</c>).</param>
/// <param name="Vault">
/// Where secrets lie: the environment's name, a slug (<c>Vault:Environment</c>), and the KMS key's id, ARN or alias
/// (<c>Vault:KmsKeyId</c>).
/// </param>
/// <param name="Queues">
/// What the addresses of queues begin with, up to the queue's name (<c>Queues:UrlPrefix</c>).
/// </param>
public sealed record AwsSettings(string Table, string Bus, VaultPlace Vault, string Queues)
{
    /// <summary>Reads the settings. All are required.</summary>
    /// <exception cref="InvalidOperationException">
    /// One is missing or malformed; the message names it, not its value.
    /// </exception>
    public static AwsSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new AwsSettings(
            Text(configuration, "Store:Table"),
            Text(configuration, "Events:Bus"),
            new VaultPlace(Word(configuration, "Vault:Environment"), Text(configuration, "Vault:KmsKeyId")),
            Text(configuration, "Queues:UrlPrefix"));
    }

    private static string Word(IConfiguration configuration, string name)
    {
        var text = Text(configuration, name);
        return Slug.IsValid(text)
            ? text
            : throw new InvalidOperationException($"The setting {name} must be 1 to 64 of A-Z, a-z, 0-9, - and _.");
    }

    private static string Text(IConfiguration configuration, string name)
    {
        var text = configuration[name];
        if (string.IsNullOrEmpty(text))
        {
            throw new InvalidOperationException($"The setting {name} is missing.");
        }

        return text.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw new InvalidOperationException($"The setting {name} must be plain ASCII without spaces.")
            : text;
    }
}

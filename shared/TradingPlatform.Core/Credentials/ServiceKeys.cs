using System.Text.Json;
using System.Text.Json.Serialization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Core.Credentials;

/// <summary>What an AI provider knows us by.</summary>
/// <param name="ApiKey">The key.</param>
/// <param name="Organisation">On whose account it is charged, where the provider asks; else null.</param>
public sealed record AiProviderKey(Secret ApiKey, string? Organisation);

/// <summary>What a source of market data knows us by.</summary>
/// <param name="ApiKey">The key.</param>
/// <param name="ApiSecret">The half that signs, where the source has one; else null.</param>
public sealed record DataSourceKey(Secret ApiKey, Secret? ApiSecret);

/// <summary>
/// The platform's keys at the services that it uses, each kind by its own type; kept for five minutes.
/// </summary>
public sealed class ServiceKeys(ISecretVault vault, SecretTrail trail, IIdSource ids, TimeProvider clock)
{
    private const int MostKept = 100;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ShortLived<string, ServiceKeyFields?> _kept = new(MostKept, KeptFor, clock);

    /// <summary>The key at an AI provider. Null where none is set.</summary>
    public async Task<AiProviderKey?> FindAiProviderAsync(string id, CancellationToken cancellation) =>
        await FindAsync(SecretName.ForAiProvider(id), cancellation) is { } fields
            ? new AiProviderKey(new Secret(fields.ApiKey), fields.Organisation)
            : null;

    /// <summary>The key at a data source. Null where none is set.</summary>
    public async Task<DataSourceKey?> FindDataSourceAsync(string id, CancellationToken cancellation) =>
        await FindAsync(SecretName.ForDataSource(id), cancellation) is { } fields
            ? new DataSourceKey(
                new Secret(fields.ApiKey), fields.ApiSecret is { } secret ? new Secret(secret) : null)
            : null;

    /// <summary>Sets the key at an AI provider.</summary>
    public Task SetAsync(string id, AiProviderKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        return SealAsync(
            SecretName.ForAiProvider(id), new ServiceKeyFields(key.ApiKey.Reveal(), null, key.Organisation),
            cancellation);
    }

    /// <summary>Sets the key at a data source.</summary>
    public Task SetAsync(string id, DataSourceKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        return SealAsync(
            SecretName.ForDataSource(id), new ServiceKeyFields(key.ApiKey.Reveal(), key.ApiSecret?.Reveal(), null),
            cancellation);
    }

    private Task<ServiceKeyFields?> FindAsync(SecretName name, CancellationToken cancellation) => _kept.GetAsync(
        name.Path,
        async () =>
        {
            await trail.RecordAsync(name.Path, "SecretRead", "call the service", CancellationToken.None);
            return await vault.OpenAsync(name, CancellationToken.None) is { } opened ? Read(name, opened) : null;
        },
        cancellation);

    private async Task SealAsync(SecretName name, ServiceKeyFields fields, CancellationToken cancellation)
    {
        await trail.RecordAsync(name.Path, "SecretSealed", "set", cancellation);
        await vault.SealAsync(
            name, new Secret(JsonSerializer.Serialize(fields, ServiceKeyJson.Default.ServiceKeyFields)), ids.NewId(),
            cancellation);
        _kept.Forget(name.Path);
    }

    private static ServiceKeyFields Read(SecretName name, OpenedSecret opened)
    {
        try
        {
            if (JsonSerializer.Deserialize(opened.Value.Reveal(), ServiceKeyJson.Default.ServiceKeyFields)
                is { ApiKey: not null } fields)
            {
                return fields;
            }
        }
        catch (JsonException)
        {
            // Its own text would tell of what stands there.
        }

        throw new SecretUnreadableException(name, "it is not a service's key");
    }
}

internal sealed record ServiceKeyFields(string ApiKey, string? ApiSecret, string? Organisation)
{
    public override string ToString() => nameof(ServiceKeyFields);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServiceKeyFields))]
internal sealed partial class ServiceKeyJson : JsonSerializerContext;

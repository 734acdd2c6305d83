using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Credentials;

/// <summary>
/// Where a secret lies in the vault, below the platform's own prefix: <c>exchanges/binance/t1/a1</c>. In AWS the
/// adapter puts <c>/trading-platform/{env}/</c> before it.
/// </summary>
/// <remarks><c>default(SecretName)</c> names none: reading its path throws.</remarks>
public readonly record struct SecretName
{
    private readonly string? _path;

    private SecretName(string path, TenantId? tenant)
    {
        _path = path;
        Tenant = tenant;
    }

    /// <summary>Slugs parted by <c>/</c>; the case of a tenant's and an account's word counts.</summary>
    public string Path => _path ?? throw new InvalidOperationException("This SecretName names nothing.");

    /// <summary>
    /// Whose it is: bound into the sealing, so that no tenant's secret opens as another's. Null: ours.
    /// </summary>
    public TenantId? Tenant { get; }

    /// <summary>The key of a linked exchange account.</summary>
    public static SecretName ForExchange(TenantId tenant, ExchangeId exchange, AccountId account) =>
        new($"exchanges/{Word(exchange)}/{tenant.Text}/{account.Text}", tenant);

    /// <summary>A secret of the platform's own, such as the key that signs the local host's tokens.</summary>
    public static SecretName ForPlatform(string name) => Ours("platform/", name);

    /// <summary>The platform's key at an AI provider.</summary>
    public static SecretName ForAiProvider(string id) => Ours("ai-providers/", id);

    /// <summary>The platform's key at a source of market data.</summary>
    public static SecretName ForDataSource(string id) => Ours("data-sources/", id);

    /// <inheritdoc/>
    public override string ToString() => _path ?? "(no secret)";

    private static SecretName Ours(string place, string name) => Slug.IsValid(name)
        ? new SecretName(place + name, null)
        : throw new FormatException("This text is no secret's name.");

    private static string Word(ExchangeId exchange) => exchange switch
    {
        ExchangeId.Binance => "binance",
        ExchangeId.Coinbase => "coinbase",
        ExchangeId.Bitget => "bitget",
        ExchangeId.BitgetFutures => "bitget-futures",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

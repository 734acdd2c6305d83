namespace TradingPlatform.Core.Tenancy;

/// <summary>Names a tenant: the first argument of every use-case and the first part of every key.</summary>
/// <remarks>
/// 1 to 64 of <c>A-Za-z0-9-_</c>, so that it can stand in a key, a path and a metric without escaping.
/// <c>default(TenantId)</c> names no tenant: reading its text throws.
/// </remarks>
public readonly record struct TenantId
{
    private readonly string? _text;

    private TenantId(string text) => _text = text;

    /// <summary>
    /// The platform itself: whose what is no tenant's is, such as the health of an exchange. No token may carry it.
    /// </summary>
    public static TenantId Platform { get; } = new("platform");

    /// <summary>The id as the token carries it.</summary>
    public string Text => _text ?? throw new InvalidOperationException("This TenantId names no tenant.");

    /// <summary>Reads an id. False where the text cannot be one.</summary>
    public static bool TryParse(string? text, out TenantId tenant)
    {
        tenant = Slug.IsValid(text) ? new TenantId(text!) : default;
        return tenant._text is not null;
    }

    /// <summary>Reads an id that is known to be good.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static TenantId Parse(string text) =>
        TryParse(text, out var tenant) ? tenant : throw new FormatException("This text is no tenant id.");

    /// <inheritdoc/>
    public override string ToString() => _text ?? "(no tenant)";
}

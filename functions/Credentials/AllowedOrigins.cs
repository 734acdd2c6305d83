namespace TradingPlatform.Credentials;

/// <summary>
/// Which origins an account may name as its exchange's: a key must not be sent wherever a request says.
/// </summary>
/// <param name="Listed">
/// Origins that are allowed by name (setting <c>Exchanges:AllowedOrigins</c>, parted by commas).
/// </param>
/// <param name="Loopback">
/// Any origin on this machine is allowed too (setting <c>Exchanges:AllowLoopback</c>): the local host alone.
/// </param>
public sealed record AllowedOrigins(IReadOnlySet<string> Listed, bool Loopback)
{
    /// <summary>Reads the settings.</summary>
    public static AllowedOrigins Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var listed = (configuration["Exchanges:AllowedOrigins"] ?? string.Empty)
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new AllowedOrigins(
            listed.ToHashSet(StringComparer.OrdinalIgnoreCase),
            string.Equals(configuration["Exchanges:AllowLoopback"], "true", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads an origin. False where the text is none, or one that is not allowed.</summary>
    public bool TryRead(string? text, out Uri? origin)
    {
        origin = null;
        if (text is null)
        {
            return true;
        }

        if (text.Length > 200 || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0
            || uri.Query.Length > 0 || uri.Fragment.Length > 0 || !IsAllowed(uri))
        {
            return false;
        }

        origin = new Uri(uri.GetLeftPart(UriPartial.Authority));
        return uri.AbsolutePath is "/" or "";
    }

    private bool IsAllowed(Uri uri) =>
        (Loopback && uri.IsLoopback && uri.Scheme is "http" or "https")
        || (uri.Scheme is "https" && Listed.Contains(uri.GetLeftPart(UriPartial.Authority)));
}

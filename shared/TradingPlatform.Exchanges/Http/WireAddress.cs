namespace TradingPlatform.Exchanges.Http;

/// <summary>One address of an exchange.</summary>
/// <param name="Uri">Its origin.</param>
internal sealed record WireAddress(Uri Uri)
{
    /// <summary>As a request begins with it.</summary>
    public string Origin { get; } = Uri.GetLeftPart(UriPartial.Authority);
}

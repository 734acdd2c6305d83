namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// One endpoint and its documented limit, which is by account where the call is signed, else by address.
/// </summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path.</param>
/// <param name="PerSecond">How many calls a second it takes.</param>
internal sealed record BitgetEndpoint(HttpMethod Method, string Path, int PerSecond)
{
    public static BitgetEndpoint Get(string path, int perSecond) => new(HttpMethod.Get, path, perSecond);

    public static BitgetEndpoint Post(string path, int perSecond) => new(HttpMethod.Post, path, perSecond);

    /// <inheritdoc/>
    public override string ToString() => Path;
}

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// Where the sockets of an origin are (FACTS.md E2): Binance's own hosts have hosts for them; any other origin has
/// them beside its REST (API.md, 'Exchange accounts').
/// </summary>
internal static class BinanceAddresses
{
    /// <summary>The WebSocket API, which tells of accounts.</summary>
    public static Uri Api(Uri origin) => origin.Host switch
    {
        "api.binance.com" or "api1.binance.com" or "api2.binance.com" or "api3.binance.com" or "api4.binance.com"
            or "api-gcp.binance.com" => new Uri("wss://ws-api.binance.com:443/ws-api/v3"),
        "testnet.binance.vision" => new Uri("wss://ws-api.testnet.binance.vision/ws-api/v3"),
        "demo-api.binance.com" => new Uri("wss://demo-ws-api.binance.com/ws-api/v3"),
        _ => Beside(origin, "/ws-api/v3"),
    };

    /// <summary>Market streams, each message with the name of its stream.</summary>
    public static Uri Market(Uri origin) => origin.Host switch
    {
        "api.binance.com" or "api1.binance.com" or "api2.binance.com" or "api3.binance.com" or "api4.binance.com"
            or "api-gcp.binance.com" => new Uri("wss://stream.binance.com:9443/stream"),
        "data-api.binance.vision" => new Uri("wss://data-stream.binance.vision/stream"),
        "testnet.binance.vision" => new Uri("wss://stream.testnet.binance.vision/stream"),
        "demo-api.binance.com" => new Uri("wss://demo-stream.binance.com/stream"),
        _ => Beside(origin, "/stream"),
    };

    private static Uri Beside(Uri origin, string path) => new UriBuilder(origin)
    {
        Scheme = origin.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        // Named even where it is the scheme's own: changing the scheme alone would keep the other one's.
        Port = origin.Port,
        Path = path,
    }.Uri;
}

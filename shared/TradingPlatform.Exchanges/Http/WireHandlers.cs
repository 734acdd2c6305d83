using System.Net;

namespace TradingPlatform.Exchanges.Http;

/// <summary>Makes the handlers that calls to an exchange go through.</summary>
internal static class WireHandlers
{
    /// <summary>
    /// A handler whose connections are pooled and renewed, and that follows, stores and unpacks nothing.
    /// </summary>
    public static SocketsHttpHandler Create(int maxConnections) => new()
    {
        // New connections follow DNS; idle ones are closed by us before the exchange does it under a request.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxConnectionsPerServer = maxConnections,
        MaxResponseHeadersLength = 64,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        // What a call belongs to here is no concern of an exchange.
        ActivityHeadersPropagator = null,
    };
}

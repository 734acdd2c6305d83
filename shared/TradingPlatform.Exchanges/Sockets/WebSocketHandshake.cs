using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace TradingPlatform.Exchanges.Sockets;

/// <summary>The exchange answered the opening handshake, and did not open.</summary>
internal sealed class HandshakeRefusedException(int status, TimeSpan? retryAfter)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"The handshake was answered HTTP {status}."))
{
    public int Status { get; } = status;

    /// <summary>The exchange's <c>Retry-After</c>; null where it sent none.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>Opens WebSockets (RFC 6455, section 4.1) and hands out the bare stream behind the handshake.</summary>
/// <remarks>
/// <c>ClientWebSocket</c> would read every frame by two calls to the socket; a book's stream needs hundreds of
/// frames by one (docs/adr/0024). Names, TLS, proxies and HTTP are the framework's own.
/// </remarks>
internal sealed class WebSocketHandshake : IDisposable
{
    // The RFC's own constant: proves that the other side speaks WebSocket.
    private const string Accept = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        MaxResponseHeadersLength = 64,
        // A connection that was upgraded is nobody else's.
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    /// <exception cref="HandshakeRefusedException">It was answered, and not with 101.</exception>
    /// <exception cref="HttpRequestException">It was not answered.</exception>
    public async Task<Stream> OpenAsync(
        Uri address, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        using var request = Request(address, headers, key);
        var response = await _http.SendAsync(request, cancellation);
        try
        {
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            {
                throw new HandshakeRefusedException(
                    (int)response.StatusCode, response.Headers.RetryAfter?.Delta);
            }

            Check(response, key);
            return await response.Content.ReadAsStreamAsync(cancellation);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(Uri address, IReadOnlyDictionary<string, string> headers, string key)
    {
        var origin = new UriBuilder(address) { Scheme = address.Scheme is "wss" or "https" ? "https" : "http" };
        var request = new HttpRequestMessage(HttpMethod.Get, origin.Uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", key);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static void Check(HttpResponseMessage response, string key)
    {
#pragma warning disable CA5350 // The RFC asks for SHA-1; it proves a protocol here and protects nothing.
        var expected = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Accept)));
#pragma warning restore CA5350
        if (!response.Headers.TryGetValues("Sec-WebSocket-Accept", out var accepted)
            || accepted.FirstOrDefault()?.Trim() != expected
            || response.Headers.Contains("Sec-WebSocket-Extensions"))
        {
            throw new HttpRequestException("The other side did not open a WebSocket.");
        }
    }
}

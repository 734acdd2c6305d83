using System.Net;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Internal;

/// <summary>One request and its response, as ASP.NET Core's features.</summary>
internal sealed class GatewayExchange : IHttpRequestLifetimeFeature, IHttpRequestBodyDetectionFeature, IDisposable
{
    private readonly CancellationTokenSource _aborted = new();

    /// <param name="requestId">Becomes the request's trace identifier.</param>
    public GatewayExchange(string requestId)
    {
        RequestId = requestId;
        RequestAborted = _aborted.Token;
        Response = new GatewayResponse();
        Features = new FeatureCollection(16);
        Features.Set<IHttpRequestFeature>(Request);
        Features.Set<IHttpResponseFeature>(Response);
        Features.Set<IHttpResponseBodyFeature>(Response);
        Features.Set<IHttpConnectionFeature>(Connection);
        Features.Set<IHttpRequestLifetimeFeature>(this);
        Features.Set<IHttpRequestBodyDetectionFeature>(this);
        Features.Set<IItemsFeature>(new ItemsFeature { Items = Items });
        Features.Set<IHttpRequestIdentifierFeature>(
            new HttpRequestIdentifierFeature { TraceIdentifier = requestId });
    }

    public string RequestId { get; }

    public FeatureCollection Features { get; }

    public HttpRequestFeature Request { get; } = new() { Scheme = "https", Protocol = "HTTP/1.1" };

    public GatewayResponse Response { get; }

    public HttpConnectionFeature Connection { get; } = new();

    public Dictionary<object, object?> Items { get; } = new(4);

    public CancellationToken RequestAborted { get; set; }

    public bool CanHaveBody { get; private set; }

    public void Abort() => _aborted.Cancel();

    public void Dispose() => _aborted.Dispose();

    /// <summary>Sets the path, decoded as ASP.NET Core wants it: %2F stays, for it is no separator.</summary>
    public void SetTarget(string encodedPath, string pathBase, string queryString)
    {
        Request.RawTarget = encodedPath + queryString;
        Request.Path = Uri.UnescapeDataString(
            encodedPath.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase));
        Request.PathBase = pathBase;
        Request.QueryString = queryString;
    }

    /// <summary>Sets the body. Its length is the true one, whatever the client's header said.</summary>
    public void SetBody(string? body, bool isBase64)
    {
        var bytes = body switch
        {
            null or "" => [],
            _ when isBase64 => Convert.FromBase64String(body),
            _ => Encoding.UTF8.GetBytes(body),
        };
        Request.Body = new MemoryStream(bytes, writable: false);
        Request.Headers.ContentLength = bytes.Length;
        Request.Headers.Remove("Transfer-Encoding");
        CanHaveBody = bytes.Length > 0;
    }

    /// <summary>Sets the client's address and port; what cannot be read is left out.</summary>
    public void SetConnection(string? sourceIp)
    {
        Connection.RemoteIpAddress = IPAddress.TryParse(sourceIp, out var address) ? address : null;
        Connection.RemotePort = ushort.TryParse(Request.Headers["X-Forwarded-Port"], out var port) ? port : 0;
    }

    /// <summary>Sets the user from what the authorizer verified.</summary>
    public void SetUser(IEnumerable<Claim> claims) =>
        Features.Set<IHttpAuthenticationFeature>(new HttpAuthenticationFeature
        {
            // The official package's name for it.
            User = new ClaimsPrincipal(new ClaimsIdentity(claims, "AuthorizerIdentity")),
        });
}

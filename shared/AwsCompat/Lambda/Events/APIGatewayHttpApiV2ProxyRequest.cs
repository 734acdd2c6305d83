namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>A request to an API Gateway HTTP API (payload 2.0).</summary>
/// <remarks>Header names are in lower case, several values joined by commas. Collections may be null.</remarks>
public class APIGatewayHttpApiV2ProxyRequest
{
    /// <summary>Always <c>2.0</c>.</summary>
    public string? Version { get; set; }

    /// <summary>The route that matched, as <c>POST /v1/orders</c>, or <c>$default</c>.</summary>
    public string? RouteKey { get; set; }

    /// <summary>The path with its stage.</summary>
    public string? RawPath { get; set; }

    /// <summary>The query as it was sent, without the question mark.</summary>
    public string? RawQueryString { get; set; }

    /// <summary>The cookies, each as <c>name=value</c>.</summary>
    public string[]? Cookies { get; set; }

    /// <summary>The headers.</summary>
    public IDictionary<string, string>? Headers { get; set; }

    /// <summary>The query's parameters, several values joined by commas.</summary>
    public IDictionary<string, string>? QueryStringParameters { get; set; }

    /// <summary>What API Gateway says of the request.</summary>
    public ProxyRequestContext? RequestContext { get; set; }

    /// <summary>The body: text, or base64 where <see cref="IsBase64Encoded"/>.</summary>
    public string? Body { get; set; }

    /// <summary>Whether <see cref="Body"/> is base64.</summary>
    public bool IsBase64Encoded { get; set; }

    /// <summary>What the route's placeholders stand for.</summary>
    public IDictionary<string, string>? PathParameters { get; set; }

    /// <summary>The stage's variables.</summary>
    public IDictionary<string, string>? StageVariables { get; set; }

    /// <summary>What API Gateway says of the request.</summary>
    public class ProxyRequestContext
    {
        /// <summary>The API's id.</summary>
        public string? ApiId { get; set; }

        /// <summary>The host that was asked.</summary>
        public string? DomainName { get; set; }

        /// <summary>API Gateway's id of the request.</summary>
        public string? RequestId { get; set; }

        /// <summary>The stage; <c>$default</c> stands in no path.</summary>
        public string? Stage { get; set; }

        /// <summary>The request line and the client.</summary>
        public HttpDescription? Http { get; set; }

        /// <summary>What the authorizer found; null without one.</summary>
        public AuthorizerDescription? Authorizer { get; set; }
    }

    /// <summary>The request line and the client.</summary>
    public class HttpDescription
    {
        /// <summary>The method, in capitals.</summary>
        public string? Method { get; set; }

        /// <summary>The path with its stage.</summary>
        public string? Path { get; set; }

        /// <summary>As <c>HTTP/1.1</c>.</summary>
        public string? Protocol { get; set; }

        /// <summary>The client's address.</summary>
        public string? SourceIp { get; set; }

        /// <summary>The client's name for itself.</summary>
        public string? UserAgent { get; set; }
    }

    /// <summary>What an authorizer found.</summary>
    public class AuthorizerDescription
    {
        /// <summary>The verified token; null for other kinds of authorizer.</summary>
        public JwtDescription? Jwt { get; set; }

        /// <summary>The fields of a Lambda authorizer; null for other kinds.</summary>
        public IDictionary<string, object?>? Lambda { get; set; }

        /// <summary>A verified token.</summary>
        public class JwtDescription
        {
            /// <summary>The claims, each as text; a list of groups arrives as <c>[admin trader]</c>.</summary>
            public IDictionary<string, string>? Claims { get; set; }

            /// <summary>The scopes that the route asks for; null where it asks for none.</summary>
            public string[]? Scopes { get; set; }
        }
    }
}

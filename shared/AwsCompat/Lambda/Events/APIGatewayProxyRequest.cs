using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>A request to an API Gateway REST API with proxy integration (payload 1.0).</summary>
/// <remarks>Every collection may be null. Header names are spelt as the client sent them.</remarks>
public class APIGatewayProxyRequest
{
    /// <summary>The resource's template, as <c>/v1/{proxy+}</c>.</summary>
    public string? Resource { get; set; }

    /// <summary>The path, without the stage; with the base path of a custom domain.</summary>
    public string? Path { get; set; }

    /// <summary>The method, in capitals.</summary>
    public string? HttpMethod { get; set; }

    /// <summary>The last value of each header.</summary>
    public IDictionary<string, string>? Headers { get; set; }

    /// <summary>Every value of each header.</summary>
    public IDictionary<string, IList<string>>? MultiValueHeaders { get; set; }

    /// <summary>The last value of each query parameter, decoded.</summary>
    public IDictionary<string, string>? QueryStringParameters { get; set; }

    /// <summary>Every value of each query parameter, decoded.</summary>
    public IDictionary<string, IList<string>>? MultiValueQueryStringParameters { get; set; }

    /// <summary>What the template's placeholders stand for.</summary>
    public IDictionary<string, string>? PathParameters { get; set; }

    /// <summary>The stage's variables.</summary>
    public IDictionary<string, string>? StageVariables { get; set; }

    /// <summary>What API Gateway says of the request.</summary>
    public ProxyRequestContext? RequestContext { get; set; }

    /// <summary>The body: text, or base64 where <see cref="IsBase64Encoded"/>.</summary>
    public string? Body { get; set; }

    /// <summary>Whether <see cref="Body"/> is base64.</summary>
    public bool IsBase64Encoded { get; set; }

    /// <summary>What API Gateway says of the request.</summary>
    public class ProxyRequestContext
    {
        /// <summary>The path, with the stage or the base path of a custom domain.</summary>
        public string? Path { get; set; }

        /// <summary>The API's owner.</summary>
        public string? AccountId { get; set; }

        /// <summary>The stage.</summary>
        public string? Stage { get; set; }

        /// <summary>API Gateway's id of the request.</summary>
        public string? RequestId { get; set; }

        /// <summary>The API's id.</summary>
        public string? ApiId { get; set; }

        /// <summary>Where the request came from.</summary>
        public RequestIdentity? Identity { get; set; }

        /// <summary>What the authorizer found; null without one.</summary>
        public APIGatewayCustomAuthorizerContext? Authorizer { get; set; }
    }

    /// <summary>Where a request came from.</summary>
    public class RequestIdentity
    {
        /// <summary>The client's address.</summary>
        public string? SourceIp { get; set; }

        /// <summary>The client's name for itself.</summary>
        public string? UserAgent { get; set; }
    }
}

/// <summary>What an authorizer found: the claims of Cognito's, or the fields of one's own.</summary>
public class APIGatewayCustomAuthorizerContext : Dictionary<string, object?>
{
    /// <summary>The token's claims, each as text; null where a custom authorizer decided.</summary>
    [JsonIgnore]
    public Dictionary<string, string>? Claims
    {
        get
        {
            if (this.GetValueOrDefault("claims") is not JsonElement { ValueKind: JsonValueKind.Object } all)
            {
                return null;
            }

            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var claim in all.EnumerateObject())
            {
                // A string's own text; of anything else (a list of groups, a number) its JSON.
                found[claim.Name] = claim.Value.ToString();
            }

            return found;
        }
    }
}

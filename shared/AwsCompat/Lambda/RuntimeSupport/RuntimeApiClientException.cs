using System.Net;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Runtime API failed, or broke its own protocol. The process must end.</summary>
public class RuntimeApiClientException : Exception
{
    /// <summary>Makes one; the status is a good one where it is the answer's content that was not.</summary>
    public RuntimeApiClientException(string message, HttpStatusCode statusCode)
        : base(message) => StatusCode = statusCode;

    /// <summary>The status of the Runtime API's answer.</summary>
    public HttpStatusCode StatusCode { get; }
}

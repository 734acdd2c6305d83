using static TradingPlatform.Infra.Api.RestApiBody;

namespace TradingPlatform.Infra.Api;

/// <summary>
/// What API Gateway answers by itself, before or after a function: the same problems in the same shape as the functions
/// write them, so that a caller meets one contract.
/// </summary>
internal static class GatewayResponses
{
    private static readonly (string Type, int Status, string Code, string Title, bool Retryable)[] Answers =
    [
        ("UNAUTHORIZED", 401, "UNAUTHENTICATED", "A valid token is needed", false),
        ("MISSING_AUTHENTICATION_TOKEN", 404, "NOT_FOUND", "There is no such thing", false),
        ("RESOURCE_NOT_FOUND", 404, "NOT_FOUND", "There is no such thing", false),
        ("ACCESS_DENIED", 403, "FORBIDDEN", "This is not allowed", false),
        ("INVALID_API_KEY", 403, "FORBIDDEN", "This is not allowed", false),
        ("WAF_FILTERED", 403, "FORBIDDEN", "This is not allowed", false),
        ("EXPIRED_TOKEN", 401, "UNAUTHENTICATED", "A valid token is needed", false),
        ("BAD_REQUEST_BODY", 400, "VALIDATION_FAILED", "The request is not valid", false),
        ("BAD_REQUEST_PARAMETERS", 400, "VALIDATION_FAILED", "The request is not valid", false),
        ("REQUEST_TOO_LARGE", 413, "VALIDATION_FAILED", "The body is too large", false),
        ("UNSUPPORTED_MEDIA_TYPE", 400, "VALIDATION_FAILED", "The body must be JSON", false),
        ("THROTTLED", 429, "RATE_LIMIT_EXCEEDED", "Too many requests", true),
        ("QUOTA_EXCEEDED", 429, "RATE_LIMIT_EXCEEDED", "Too many requests", true),
        ("INTEGRATION_TIMEOUT", 504, "INTERNAL", "This took too long", true),
        ("INTEGRATION_FAILURE", 500, "INTERNAL", "Something failed here", true),
        ("DEFAULT_4XX", 400, "VALIDATION_FAILED", "The request is not valid", false),
        ("DEFAULT_5XX", 500, "INTERNAL", "Something failed here", true),
    ];

    /// <summary>Writes them.</summary>
    /// <param name="origin">Which page a browser may show them to.</param>
    public static Dictionary<string, object> Of(string origin) => Answers.ToDictionary(
        answer => answer.Type,
        answer => (object)Map(
            ("statusCode", answer.Status),
            ("responseParameters", Headers(origin, answer.Status)),
            ("responseTemplates", Map(("application/json", Problem(answer))))),
        StringComparer.Ordinal);

    private static Dictionary<string, object> Headers(string origin, int status)
    {
        var headers = Map(
            ("gatewayresponse.header.Content-Type", "'application/problem+json'"),
            ("gatewayresponse.header.Cache-Control", "'no-store'"),
            ("gatewayresponse.header.X-Content-Type-Options", "'nosniff'"),
            ("gatewayresponse.header.Strict-Transport-Security", "'max-age=63072000; includeSubDomains'"),
            ("gatewayresponse.header.X-Correlation-Id", "context.requestId"),
            ("gatewayresponse.header.Access-Control-Allow-Origin", $"'{origin}'"));
        if (status == 429)
        {
            headers["gatewayresponse.header.Retry-After"] = "'1'";
        }

        return headers;
    }

    private static string Problem(
        (string Type, int Status, string Code, string Title, bool Retryable) answer)
    {
        var kind = answer.Code.ToLowerInvariant().Replace('_', '-');
        var errors = answer.Status == 400
            ? """,  "errors": {"$": ["could not be read, or lacks what is required"]}"""
            : "";
        return $$"""
            {"type": "urn:trading-platform:problem:{{kind}}", "title": "{{answer.Title}}", "status": {{answer.Status}},
             "code": "{{answer.Code}}", "retryable": {{(answer.Retryable ? "true" : "false")}},
             "correlationId": "$context.requestId"{{errors}}}
            """;
    }
}

namespace TradingPlatform.Infra.Api;

/// <summary>The API's access log: who asked for what, and how it ended. No body, no query, no token.</summary>
internal static class AccessLog
{
    /// <summary>One line of it.</summary>
    public const string Line =
        """{"requestId":"$context.requestId","at":"$context.requestTimeEpoch","ip":"$context.identity.sourceIp","""
        + """ "tenantId":"$context.authorizer.claims['custom:tenant_id']","method":"$context.httpMethod","""
        + """ "route":"$context.resourcePath","status":"$context.status","error":"$context.error.responseType","""
        + """ "duration":"$context.responseLatency","functionDuration":"$context.integrationLatency","""
        + """ "firewall":"$context.waf.status","trace":"$context.xrayTraceId"}""";
}

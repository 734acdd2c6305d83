using System.Text.Json;

namespace TradingPlatform.LocalHost.Verbs;

/// <summary>Which of a function's handlers an event is for, as its triggers in AWS are wired.</summary>
/// <remarks>
/// Sources: API Gateway Developer Guide, 'Input format of a Lambda function for proxy integration' and 'Working with
/// AWS Lambda proxy integrations for HTTP APIs'.
/// </remarks>
internal static class EventShape
{
    /// <summary>
    /// <c>rest</c> for payload 1.0, <c>http</c> for payload 2.0, <c>events</c> for what no API sends.
    /// </summary>
    public static string HandlerFor(JsonElement sent)
    {
        if (sent.ValueKind is not JsonValueKind.Object || !sent.TryGetProperty("requestContext", out var context))
        {
            return "events";
        }

        return sent.TryGetProperty("httpMethod", out _) ? "rest"
            : context.ValueKind is JsonValueKind.Object && context.TryGetProperty("http", out _) ? "http"
            : "events";
    }
}

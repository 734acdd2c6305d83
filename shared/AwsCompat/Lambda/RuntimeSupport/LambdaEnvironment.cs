using System.Globalization;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What the environment says of the function: read once, the same for every invocation.</summary>
internal sealed class LambdaEnvironment(IEnvironmentVariables variables)
{
    /// <summary>Set in Lambda, and nowhere else.</summary>
    public const string FunctionNameVariable = "AWS_LAMBDA_FUNCTION_NAME";

    private const string TraceIdVariable = "_X_AMZN_TRACE_ID";
    private string? _traceId = variables.GetEnvironmentVariable(TraceIdVariable);

    public string FunctionName { get; } = variables.GetEnvironmentVariable(FunctionNameVariable) ?? "";

    public string FunctionVersion { get; } = variables.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_VERSION") ?? "";

    public string LogGroupName { get; } = variables.GetEnvironmentVariable("AWS_LAMBDA_LOG_GROUP_NAME") ?? "";

    public string LogStreamName { get; } = variables.GetEnvironmentVariable("AWS_LAMBDA_LOG_STREAM_NAME") ?? "";

    public int MemoryLimitInMB { get; } = int.TryParse(
        variables.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var size)
        ? size
        : 0;

    /// <summary>Host and port of the Runtime API; null outside Lambda.</summary>
    public string? RuntimeApi { get; } = variables.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API");

    /// <summary>Sets the trace that the SDK's clients pass on; null removes the one before.</summary>
    public void SetTraceId(string? traceId)
    {
        if (!string.Equals(_traceId, traceId, StringComparison.Ordinal))
        {
            variables.SetEnvironmentVariable(TraceIdVariable, traceId);
            _traceId = traceId;
        }
    }
}

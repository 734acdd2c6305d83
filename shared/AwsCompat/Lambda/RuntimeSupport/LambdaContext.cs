using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One invocation's context: what its headers say, over what the environment says.</summary>
internal sealed class LambdaContext(LambdaEnvironment environment, TimeProvider clock) : ILambdaContext
{
    public required string AwsRequestId { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public required string InvokedFunctionArn { get; init; }

    public string? TenantId { get; init; }

    public string? TraceId { get; init; }

    public string FunctionName => environment.FunctionName;

    public string FunctionVersion => environment.FunctionVersion;

    public ILambdaLogger Logger => ConsoleLambdaLogger.Instance;

    public string LogGroupName => environment.LogGroupName;

    public string LogStreamName => environment.LogStreamName;

    public int MemoryLimitInMB => environment.MemoryLimitInMB;

    public TimeSpan RemainingTime => Deadline - clock.GetUtcNow();
}

/// <summary>Standard output, which Lambda takes as the function's log.</summary>
internal sealed class ConsoleLambdaLogger : ILambdaLogger
{
    public static ConsoleLambdaLogger Instance { get; } = new();

    public void Log(string message) => Console.Write(message);

    public void LogLine(string message) => Console.WriteLine(message);
}

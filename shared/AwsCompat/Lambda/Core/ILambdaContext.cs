namespace Amazon.Lambda.Core;

/// <summary>What Lambda says about the invocation that is being handled.</summary>
public interface ILambdaContext
{
    /// <summary>The id of the request. Lambda uses it again when it retries the same request.</summary>
    string AwsRequestId { get; }

    /// <summary>The function's name.</summary>
    string FunctionName { get; }

    /// <summary>The version that runs; <c>$LATEST</c> where none was published.</summary>
    string FunctionVersion { get; }

    /// <summary>The ARN that the caller used: of the function, of a version or of an alias.</summary>
    string InvokedFunctionArn { get; }

    /// <summary>Writes to the function's log.</summary>
    ILambdaLogger Logger { get; }

    /// <summary>The CloudWatch log group.</summary>
    string LogGroupName { get; }

    /// <summary>The CloudWatch log stream of this execution environment.</summary>
    string LogStreamName { get; }

    /// <summary>The memory that is configured for the function, in MB.</summary>
    int MemoryLimitInMB { get; }

    /// <summary>The time until Lambda ends the invocation; negative once it is past.</summary>
    TimeSpan RemainingTime { get; }

    /// <summary>The tenant of a function with tenant isolation; null without it.</summary>
    string? TenantId { get; }

    /// <summary>The X-Ray trace header; null where the request is not traced.</summary>
    string? TraceId { get; }
}

namespace TradingPlatform.Hosting.Lambda;

/// <summary>How an invocation ended.</summary>
public abstract record InvocationResult
{
    private InvocationResult()
    {
    }

    /// <summary>The handler answered.</summary>
    public sealed record Response(ReadOnlyMemory<byte> Body) : InvocationResult;

    /// <summary>The handler failed.</summary>
    /// <param name="ErrorType">The header's <c>category.reason</c>; null where the process gave none.</param>
    /// <param name="Body">The error's JSON.</param>
    public sealed record FunctionError(string? ErrorType, ReadOnlyMemory<byte> Body) : InvocationResult;

    /// <summary>The process failed before it asked for an event.</summary>
    /// <param name="ErrorType">The header's <c>category.reason</c>; null where the process gave none.</param>
    /// <param name="Body">The error's JSON.</param>
    public sealed record InitError(string? ErrorType, ReadOnlyMemory<byte> Body) : InvocationResult;
}

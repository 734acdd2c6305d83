namespace TradingPlatform.Hosting.Lambda;

/// <summary>One event for a function, and what Lambda would say of it.</summary>
public sealed record LocalInvocation
{
    /// <summary>The event's JSON.</summary>
    public required ReadOnlyMemory<byte> Event { get; init; }

    /// <summary>The time that the function has, from when it takes the event.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The X-Ray trace header; null for none.</summary>
    public string? TraceId { get; init; }

    /// <summary>The tenant of a function with tenant isolation; null for none.</summary>
    public string? TenantId { get; init; }
}

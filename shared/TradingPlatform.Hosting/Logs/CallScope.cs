using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.Logs;

/// <summary>
/// What every log line of one call says about it: a request, an event, or one round of a background loop. Open it with
/// <c>logger.BeginScope(scope)</c>.
/// </summary>
/// <param name="CorrelationId">Joins every line, event and error of the call.</param>
/// <param name="Operation">What is done: method and route pattern, or <c>queue fills</c>.</param>
public sealed record CallScope(string CorrelationId, string Operation)
{
    /// <summary>For whom; null until it is known, and where the call is for no tenant.</summary>
    public TenantId? Tenant { get; set; }

    /// <summary>Which function it is for; null until it is known, and where it is for none.</summary>
    public string? Function { get; set; }

    /// <summary>What is done; a request learns its route pattern only after it has begun.</summary>
    public string Operation { get; set; } = Operation;
}

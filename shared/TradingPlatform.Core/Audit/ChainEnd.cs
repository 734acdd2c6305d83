namespace TradingPlatform.Core.Audit;

/// <summary>The end of an order's chain of audit events: how many there are, and the last one's hash.</summary>
/// <param name="Length">The number of the last event; 0 before the first.</param>
/// <param name="Hash">The last event's hash, or null before the first.</param>
public readonly record struct ChainEnd(int Length, string? Hash);

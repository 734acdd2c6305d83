namespace TradingPlatform.Orders.Views;

/// <summary>One page of a list, for the API document; <c>Page.Of</c> writes it.</summary>
public sealed record PageView<T>(IReadOnlyList<T> Items, string? NextCursor);

using System.Collections.Immutable;

namespace TradingPlatform.Core.Markets;

/// <summary>One price of a book and what rests at it.</summary>
public readonly record struct BookLevel(Price Price, Quantity Quantity);

/// <summary>A pair's book at a moment.</summary>
/// <param name="Symbol">The pair.</param>
/// <param name="Bids">Highest first.</param>
/// <param name="Asks">Lowest first.</param>
/// <param name="Sequence">The exchange's number of the book's last change; null where it numbers none.</param>
/// <param name="At">By the exchange's clock where it says, else by ours.</param>
public sealed record BookSnapshot(
    Symbol Symbol, ImmutableArray<BookLevel> Bids, ImmutableArray<BookLevel> Asks, long? Sequence, DateTimeOffset At);

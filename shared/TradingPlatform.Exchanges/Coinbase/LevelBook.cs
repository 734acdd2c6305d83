using System.Collections.Immutable;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>
/// A book as a feed builds it up: a snapshot, and levels as they now stand; a quantity of 0 ends one.
/// </summary>
/// <remarks>For one reader.</remarks>
internal sealed class LevelBook(Symbol symbol, int depth)
{
    private readonly SortedList<decimal, decimal> _bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedList<decimal, decimal> _asks = [];

    /// <summary>A snapshot has come, and nothing was missed since.</summary>
    public bool IsInStep { get; private set; }

    /// <summary>
    /// The best bid is not below the best ask, which no book of the exchange's can be: something was missed.
    /// </summary>
    public bool IsCrossed => _bids.Count > 0 && _asks.Count > 0 && _bids.GetKeyAtIndex(0) >= _asks.GetKeyAtIndex(0);

    /// <summary>Begins anew.</summary>
    public void Begin()
    {
        _bids.Clear();
        _asks.Clear();
        IsInStep = true;
    }

    /// <summary>Sets a level.</summary>
    public void Set(bool isBid, decimal price, decimal quantity)
    {
        var side = isBid ? _bids : _asks;
        if (quantity > 0)
        {
            side[price] = quantity;
        }
        else
        {
            side.Remove(price);
        }
    }

    /// <summary>The best levels.</summary>
    public BookSnapshot ToSnapshot(long? sequence, DateTimeOffset at) =>
        new(symbol, Best(_bids), Best(_asks), sequence, at);

    private ImmutableArray<BookLevel> Best(SortedList<decimal, decimal> side)
    {
        var levels = ImmutableArray.CreateBuilder<BookLevel>(Math.Min(depth, side.Count));
        for (var index = 0; index < side.Count && index < depth; index++)
        {
            levels.Add(new BookLevel(
                new Price(side.GetKeyAtIndex(index)), new Quantity(side.GetValueAtIndex(index))));
        }

        return levels.MoveToImmutable();
    }
}

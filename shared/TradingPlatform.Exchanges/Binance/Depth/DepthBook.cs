using System.Collections.Immutable;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Exchanges.Binance.Depth;

/// <summary>A pair's book, as far as snapshot and updates have told. Not safe for many callers at once.</summary>
internal sealed class DepthBook
{
    /// <summary>The last update in it.</summary>
    public long LastUpdateId { get; private set; }

    public BookSide Bids { get; } = new(1);

    public BookSide Asks { get; } = new(-1);

    /// <summary>Best bid and ask cross or touch: no exchange's book does, so it is out of step.</summary>
    public bool IsCrossed => Bids.Count > 0 && Asks.Count > 0 && Bids.At(0).Price >= Asks.At(0).Price;

    /// <summary>Becomes the snapshot.</summary>
    public void Replace(DepthUpdate snapshot)
    {
        Bids.Clear();
        Asks.Clear();
        Apply(snapshot);
    }

    /// <summary>Takes the update's levels over.</summary>
    public void Apply(DepthUpdate update)
    {
        foreach (ref readonly var change in update.Changes)
        {
            (change.IsBid ? Bids : Asks).Set(change.Price, change.Quantity);
        }

        LastUpdateId = update.Last;
    }

    /// <summary>The best levels of both sides.</summary>
    public BookSnapshot Top(Symbol symbol, int depth, DateTimeOffset at) =>
        new(symbol, Levels(Bids, depth), Levels(Asks, depth), LastUpdateId, at);

    private static ImmutableArray<BookLevel> Levels(BookSide side, int depth)
    {
        var levels = ImmutableArray.CreateBuilder<BookLevel>(Math.Min(depth, side.Count));
        for (var place = 0; place < levels.Capacity; place++)
        {
            var (price, quantity) = side.At(place);
            levels.Add(new BookLevel(
                new Price(ScaledNumber.ToDecimal(price)), new Quantity(ScaledNumber.ToDecimal(quantity))));
        }

        return levels.MoveToImmutable();
    }
}

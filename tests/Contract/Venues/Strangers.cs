namespace TradingPlatform.Contract.Venues;

/// <summary>What strangers have on offer at a venue.</summary>
internal sealed class Strangers
{
    private readonly SortedDictionary<decimal, decimal> _bids =
        new(Comparer<decimal>.Create(static (one, other) => other.CompareTo(one)));
    private readonly SortedDictionary<decimal, decimal> _asks = [];

    public void Offer(bool isBuy, decimal price, decimal size)
    {
        var side = isBuy ? _bids : _asks;
        side[price] = side.GetValueOrDefault(price) + size;
    }

    /// <summary>The best price for a buyer, or for a seller, within a limit; null where there is none.</summary>
    public decimal? Best(bool forBuyer, decimal? limit)
    {
        foreach (var (price, _) in forBuyer ? _asks : _bids)
        {
            return limit is not { } most || (forBuyer ? price <= most : price >= most) ? price : null;
        }

        return null;
    }

    /// <summary>Takes no more than so much of what is at a price; answers how much there was.</summary>
    public decimal Take(bool forBuyer, decimal price, decimal most)
    {
        var side = forBuyer ? _asks : _bids;
        var taken = Math.Min(most, side[price]);
        side[price] -= taken;
        if (side[price] == 0)
        {
            side.Remove(price);
        }

        return taken;
    }

    /// <summary>Trades with someone who takes: at each price in turn, until it is enough or nothing is left.</summary>
    /// <param name="isBuy">Who takes, buys.</param>
    /// <param name="limit">The worst price; null for any.</param>
    /// <param name="size">How much; null where it is sized by <paramref name="funds"/>.</param>
    /// <param name="funds">For how much.</param>
    public IEnumerable<(decimal Price, decimal Size)> Meet(bool isBuy, decimal? limit, decimal? size, decimal? funds)
    {
        while ((size ?? funds) > 0 && Best(isBuy, limit) is { } price)
        {
            var taken = Take(isBuy, price, size ?? funds!.Value / price);
            (size, funds) = (size - taken, funds - (taken * price));
            yield return (price, taken);
        }
    }

    /// <summary>Someone takes what rests down to a limit, the account's own orders first at each price.</summary>
    /// <param name="isBuy">Who takes, buys.</param>
    /// <param name="limit">The worst price.</param>
    /// <param name="size">How much.</param>
    /// <param name="ours">The account's best order there: its price, what is left of it, and what fills it.</param>
    /// <param name="passed">Told where the price has been without the account.</param>
    public void Sweep(
        bool isBuy, decimal limit, decimal size, Func<(decimal Price, decimal Left, Action<decimal> Fill)?> ours,
        Action<decimal> passed)
    {
        while (size > 0)
        {
            var theirs = Best(isBuy, limit);
            if (ours() is var (price, left, fill)
                && (theirs is not { } other || (isBuy ? price <= other : price >= other)))
            {
                var traded = Math.Min(size, left);
                fill(traded);
                size -= traded;
            }
            else if (theirs is { } at)
            {
                size -= Take(isBuy, at, size);
                passed(at);
            }
            else
            {
                return;
            }
        }
    }
}

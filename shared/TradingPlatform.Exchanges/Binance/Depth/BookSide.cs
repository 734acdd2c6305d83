namespace TradingPlatform.Exchanges.Binance.Depth;

/// <summary>
/// One side of a book: prices and quantities side by side in arrays, the best at the end, where nearly every change is,
/// so that little is searched and little is moved.
/// </summary>
/// <param name="sign">1 for bids, of which the highest is best; -1 for asks.</param>
internal sealed class BookSide(int sign)
{
    private long[] _keys = new long[1024];
    private long[] _quantities = new long[1024];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <summary>Sets what rests at a price; 0 takes the level away.</summary>
    public void Set(long price, long quantity)
    {
        var key = price * sign;
        var at = Find(key);
        if (at < Count && _keys[at] == key)
        {
            if (quantity != 0)
            {
                _quantities[at] = quantity;
            }
            else
            {
                Remove(at);
            }
        }
        else if (quantity != 0)
        {
            Insert(at, key, quantity);
        }
    }

    /// <summary>A level, the best being the first.</summary>
    public (long Price, long Quantity) At(int place)
    {
        var at = Count - 1 - place;
        return (_keys[at] * sign, _quantities[at]);
    }

    /// <summary>The first place whose key is not below: looked for from the end in widening steps.</summary>
    private int Find(long key)
    {
        var keys = _keys.AsSpan(0, Count);
        var step = 1;
        var high = keys.Length;
        var low = high - step;
        while (low >= 0 && keys[low] >= key)
        {
            high = low;
            step *= 2;
            low = high - step;
        }

        low = Math.Max(low + 1, 0);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (keys[middle] < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void Insert(int at, long key, long quantity)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Count * 2);
            Array.Resize(ref _quantities, Count * 2);
        }

        Array.Copy(_keys, at, _keys, at + 1, Count - at);
        Array.Copy(_quantities, at, _quantities, at + 1, Count - at);
        (_keys[at], _quantities[at]) = (key, quantity);
        Count++;
    }

    private void Remove(int at)
    {
        Count--;
        Array.Copy(_keys, at + 1, _keys, at, Count - at);
        Array.Copy(_quantities, at + 1, _quantities, at, Count - at);
    }
}

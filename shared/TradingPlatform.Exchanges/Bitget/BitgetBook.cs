using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// A book kept by its stream: a snapshot, then changes, each with a number that rises and mostly with a checksum over
/// the best 25 levels of both sides as they are written (Depth Channel).
/// </summary>
/// <remarks>
/// Told are the levels that the checksum proves: the numbers need not be neighbours, so a change that was lost deeper
/// down shows only when it comes up. Not safe for many callers: a session has one reader.
/// </remarks>
internal sealed class BitgetBook(Symbol symbol)
{
    private const int ChecksumLevels = 25;

    private readonly SortedDictionary<decimal, Level> _bids =
        new(Comparer<decimal>.Create(static (a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, Level> _asks = [];
    private long? _sequence;
    private bool _isWhole;

    /// <summary>Takes one message.</summary>
    /// <returns>The book as it now stands; null where it is out of step, and a new snapshot is needed.</returns>
    /// <exception cref="JsonException">It is no message of a book.</exception>
    public BookSnapshot? Apply(bool isSnapshot, JsonElement data)
    {
        if (isSnapshot)
        {
            _bids.Clear();
            _asks.Clear();
        }
        else if (!_isWhole || !Follows(data))
        {
            _isWhole = false;
            return null;
        }

        _sequence = data.Int64("seq") ?? _sequence;
        Set(_bids, data.List("bids"));
        Set(_asks, data.List("asks"));
        _isWhole = !IsCrossed && Matches(data.Int64("checksum"));
        return _isWhole ? Snapshot(data) : null;
    }

    /// <summary>The checksum of the best levels, as the exchange computes it.</summary>
    public int Checksum()
    {
        var text = new StringBuilder(2048);
        using var bids = _bids.Values.GetEnumerator();
        using var asks = _asks.Values.GetEnumerator();
        for (var level = 0; level < ChecksumLevels; level++)
        {
            Append(text, bids.MoveNext() ? bids.Current : null);
            Append(text, asks.MoveNext() ? asks.Current : null);
        }

        return unchecked((int)Crc32.Of(Encoding.ASCII.GetBytes(text.ToString())));
    }

    private bool IsCrossed => _bids.Count > 0 && _asks.Count > 0 && _bids.First().Key >= _asks.First().Key;

    private bool Follows(JsonElement data)
    {
        if (_sequence is not { } last || data.Int64("seq") is not { } next)
        {
            return true;
        }

        // Numbers rise and need not be neighbours; where the one before is named, it must be ours.
        return next > last && (data.Int64("pseq") is not { } before || before is 0 || before == last);
    }

    // 0 stands for none: some channels carry no checksum.
    private bool Matches(long? checksum) => checksum is null or 0 || checksum == Checksum();

    private BookSnapshot Snapshot(JsonElement data) => new(
        symbol, [.. Best(_bids)], [.. Best(_asks)], _sequence, BitgetWords.Time(data, "ts"));

    private static IEnumerable<BookLevel> Best(SortedDictionary<decimal, Level> side) =>
        side.Take(ChecksumLevels).Select(level =>
            new BookLevel(new Price(level.Key), new Quantity(level.Value.Amount)));

    private static void Set(SortedDictionary<decimal, Level> side, IEnumerable<JsonElement> changes)
    {
        foreach (var change in changes)
        {
            var (price, size) = (change[0].Text(), change[1].Text());
            var amount = change[1].Decimal() ?? 0;
            var at = change[0].Decimal() ?? throw new JsonException("A level has no price.");
            if (amount == 0)
            {
                side.Remove(at);
            }
            else
            {
                side[at] = new Level(price!, size!, amount);
            }
        }
    }

    private static void Append(StringBuilder text, Level? level)
    {
        if (level is not null)
        {
            text.Append(text.Length > 0 ? ":" : "").Append(level.Price).Append(':').Append(level.Size);
        }
    }

    private sealed record Level(string Price, string Size, decimal Amount);
}

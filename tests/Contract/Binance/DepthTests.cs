using System.Globalization;
using System.Text;
using TradingPlatform.Exchanges.Binance.Depth;

namespace TradingPlatform.Contract.Binance;

/// <summary>The depth engine against the plainest book there can be.</summary>
public sealed class DepthTests
{
    [Fact]
    public void F17_A_book_of_random_updates_equals_a_sorted_dictionary_and_costs_no_memory()
    {
        var random = new Random(20261123);
        var (sync, snapshot) = (new DepthSync(), new DepthUpdate());
        var (bids, asks) = (new SortedDictionary<decimal, decimal>(), new SortedDictionary<decimal, decimal>());
        snapshot.ReadBook("{\"lastUpdateId\":100,\"bids\":[],\"asks\":[]}"u8);
        Assert.True(sync.TrySnapshot(snapshot));
        var allocated = 0L;
        for (var update = 0; update < 4000; update++)
        {
            var first = 101 + (update * 3);
            var message = Encoding.ASCII.GetBytes(Message(random, first, first + 2, bids, asks));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var step = sync.Take(message);
            allocated = update < 2000 ? 0 : allocated + GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(DepthStep.Applied, step);
        }

        Equal(bids.Reverse(), sync.Book.Bids);
        Equal(asks, sync.Book.Asks);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Updates_are_kept_until_a_snapshot_joins_them()
    {
        var (sync, snapshot) = (new DepthSync(), new DepthUpdate());
        Assert.Equal(DepthStep.Kept, sync.Take(Update(10, 12, "1")));
        Assert.Equal(DepthStep.Kept, sync.Take(Update(13, 15, "2")));
        snapshot.ReadBook(Book(8));
        Assert.False(sync.TrySnapshot(snapshot), "It ends before the first kept update.");
        snapshot.ReadBook(Book(13));
        Assert.True(sync.TrySnapshot(snapshot));
        Assert.Equal(15, sync.Book.LastUpdateId);
        Assert.Equal(DepthStep.Old, sync.Take(Update(13, 15, "9")));
        Assert.Equal(DepthStep.Applied, sync.Take(Update(16, 16, "3")));
        Assert.Equal(DepthStep.None, sync.Take("{\"e\":\"trade\",\"t\":1}"u8));
        Assert.Equal(DepthStep.Gap, sync.Take(Update(18, 19, "4")));
        Assert.False(sync.InStep);
        snapshot.ReadBook(Book(17));
        Assert.True(sync.TrySnapshot(snapshot));
        Assert.Equal((19L, 1), (sync.Book.LastUpdateId, sync.Gaps));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 100_000_000)]
    [InlineData("0.00000001", 1)]
    [InlineData("60000.10", 6_000_010_000_000)]
    [InlineData("1.2345678900", 123_456_789)]
    public void Numbers_are_exact(string text, long scaled)
    {
        Assert.Equal(scaled, ScaledNumber.Read(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(decimal.Parse(text, CultureInfo.InvariantCulture), ScaledNumber.ToDecimal(scaled));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("-1")]
    [InlineData("1e5")]
    [InlineData("1,5")]
    [InlineData("0.123456789")]
    public void What_is_no_number_of_the_exchange_is_refused(string text) =>
        Assert.Throws<FormatException>(() => ScaledNumber.Read(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Garbage_is_refused_and_never_half_taken()
    {
        var sync = new DepthSync();
        string[] broken =
        [
            """{"e":"depthUpdate","U":1,"u":2,"b":[["1"]]}""", """{"e":"depthUpdate","b":[]}""", "[]", "", "{",
            """{"e":"depthUpdate","U":5,"u":4,"b":[],"a":[]}""", """{"e":"depthUpdate","U":1,"u":2,"b":[[{},"1"]]}""",
        ];
        Assert.All(broken, text => Assert.NotNull(Record.Exception(() => sync.Take(Encoding.ASCII.GetBytes(text)))));
        Assert.Equal(0, sync.Book.Bids.Count + sync.Book.Asks.Count);
    }

    private static byte[] Update(long first, long last, string quantity) => Encoding.ASCII.GetBytes(
        $$"""{"e":"depthUpdate","E":1,"s":"X","U":{{first}},"u":{{last}},"b":[["10","{{quantity}}"]],"a":[["11","1"]]}""");

    private static byte[] Book(long last) =>
        Encoding.ASCII.GetBytes($$"""{"lastUpdateId":{{last}},"bids":[["10","5"]],"asks":[["11","5"]]}""");

    private static string Message(
        Random random, int first, int last, SortedDictionary<decimal, decimal> bids,
        SortedDictionary<decimal, decimal> asks) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"e":"depthUpdate","E":5,"s":"X","U":{{first}},"u":{{last}},"b":[{{Changes(random, bids, 0)}}],"a":[{{Changes(random, asks, 60)}}]}""");

    private static string Changes(Random random, SortedDictionary<decimal, decimal> side, int above)
    {
        var changes = new List<string>();
        for (var change = random.Next(0, 6); change > 0; change--)
        {
            var price = 1000 + above + (random.Next(0, 600) / 100m);
            var quantity = random.Next(3) == 0 ? 0 : random.Next(1, 1_000_000) / 1000m;
            if (quantity == 0)
            {
                side.Remove(price);
            }
            else
            {
                side[price] = quantity;
            }

            changes.Add(string.Create(CultureInfo.InvariantCulture, $"[\"{price:0.00000000}\",\"{quantity:0.00000000}\"]"));
        }

        return string.Join(',', changes);
    }

    private static void Equal(IEnumerable<KeyValuePair<decimal, decimal>> expected, BookSide side) => Assert.Equal(
        expected.Select(level => (level.Key, level.Value)),
        Enumerable.Range(0, side.Count).Select(place => side.At(place))
            .Select(level => (ScaledNumber.ToDecimal(level.Price), ScaledNumber.ToDecimal(level.Quantity))));
}

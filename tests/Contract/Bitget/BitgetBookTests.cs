using System.Text.Json.Nodes;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Bitget;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Contract.Bitget;

/// <summary>F17: a book is kept in step with the exchange's, or nothing is told of it.</summary>
public sealed class BitgetBookTests
{
    [Fact]
    public async Task F17_a_book_through_gaps_reordering_and_cuts_equals_the_servers_at_every_checkpoint()
    {
        await using var bed = await BitgetBed.OpenAsync(
            false, new BitgetOptions { LongestReconnectDelay = TimeSpan.FromMilliseconds(250) });
        var chance = new Random(7);
        var server = new ServersBook();
        bed.Server.Sockets.Joined = channel =>
        {
            if (channel == "books")
            {
                bed.Server.Sockets.Tell("books", server.Snapshot(), "snapshot", BitgetBooks.Pair);
            }
        };
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var (checkpoints, lost) = (0, 0);
        var market = bed.Connector.OpenMarket(bed.Server.Address);
        await foreach (var what in market.StreamAsync([BitgetBed.Pair], MarketFeed.Book, ending.Token))
        {
            lost += what is MarketEvent.Lost ? 1 : 0;
            if (what is MarketEvent.BookChanged { Book: var book } && book.Sequence == server.Sequence)
            {
                Assert.Equal(server.Bids.Take(25), book.Bids.Select(level => (level.Price.Value, level.Quantity.Value)));
                Assert.Equal(server.Asks.Take(25), book.Asks.Select(level => (level.Price.Value, level.Quantity.Value)));
                if (++checkpoints == 200)
                {
                    break;
                }

                // What is swallowed is the gap; the change after it shows it.
                if (checkpoints % 20 == 0)
                {
                    server.Change(chance);
                }

                var change = server.Change(chance);
                if (checkpoints % 50 == 0)
                {
                    bed.Server.Sockets.CutAll();
                }

                bed.Server.Sockets.Tell("books", change, "update", BitgetBooks.Pair);
            }
        }

        Assert.Equal(200, checkpoints);
        Assert.True(lost >= 4, "Each cut is told.");
    }

    [Fact]
    public void A_change_that_is_older_than_the_book_is_not_applied()
    {
        var server = new ServersBook();
        var book = new BitgetBook(BitgetBed.Pair);
        Assert.NotNull(book.Apply(true, Read(server.Snapshot())));
        var (first, second) = (server.Change(new Random(1)), server.Change(new Random(2)));
        second["checksum"] = 0;
        Assert.NotNull(book.Apply(false, Read(second)));
        Assert.Null(book.Apply(false, Read(first)));
    }

    [Fact]
    public void A_crossed_book_is_out_of_step()
    {
        var book = new BitgetBook(BitgetBed.Pair);
        Assert.Null(book.Apply(true, Read(JsonNode.Parse(
            """{"bids":[["11","1"]],"asks":[["10","1"]],"checksum":0,"seq":1,"ts":"1"}""")!)));
    }

    private static System.Text.Json.JsonElement Read(JsonNode json) =>
        WireFields.Open(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), System.Text.Json.JsonValueKind.Object);

    /// <summary>The server's own book, with a checksum of its own reckoning.</summary>
    private sealed class ServersBook
    {
        private readonly SortedDictionary<decimal, decimal> _bids = [];
        private readonly SortedDictionary<decimal, decimal> _asks = [];

        public ServersBook()
        {
            for (var level = 1; level <= 40; level++)
            {
                _bids[50_000m - level] = level;
                _asks[50_000m + level] = level;
            }
        }

        public long Sequence { get; private set; } = 100;

        public IEnumerable<(decimal, decimal)> Bids => _bids.Reverse().Select(level => (level.Key, level.Value));

        public IEnumerable<(decimal, decimal)> Asks => _asks.Select(level => (level.Key, level.Value));

        public JsonObject Snapshot() => Frame(Bids, Asks);

        public JsonObject Change(Random chance)
        {
            Sequence += chance.Next(1, 5);
            var isBid = chance.Next(2) == 0;
            var price = isBid ? 50_000m - chance.Next(1, 60) : 50_000m + chance.Next(1, 60);
            decimal amount = chance.Next(4);
            var side = isBid ? _bids : _asks;
            if (amount == 0)
            {
                side.Remove(price);
            }
            else
            {
                side[price] = amount;
            }

            return Frame(isBid ? [(price, amount)] : [], isBid ? [] : [(price, amount)]);
        }

        private JsonObject Frame(IEnumerable<(decimal, decimal)> bids, IEnumerable<(decimal, decimal)> asks) => new()
        {
            ["bids"] = Levels(bids), ["asks"] = Levels(asks), ["checksum"] = Checksum(), ["seq"] = Sequence, ["ts"] = "1",
        };

        private static JsonArray Levels(IEnumerable<(decimal Price, decimal Amount)> levels) =>
            [.. levels.Select(level => new JsonArray(BitgetJson.Text(level.Price), BitgetJson.Text(level.Amount)))];

        private int Checksum()
        {
            var (bids, asks) = (Bids.Take(25).ToList(), Asks.Take(25).ToList());
            var parts = new List<string>();
            for (var level = 0; level < 25; level++)
            {
                foreach (var side in (List<(decimal, decimal)>[])[bids, asks])
                {
                    if (level < side.Count)
                    {
                        parts.Add(BitgetJson.Text(side[level].Item1) + ":" + BitgetJson.Text(side[level].Item2));
                    }
                }
            }

            // Bit by bit: another way than the adapter's.
            var sum = uint.MaxValue;
            foreach (var letter in string.Join(':', parts))
            {
                sum ^= letter;
                for (var bit = 0; bit < 8; bit++)
                {
                    sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
                }
            }

            return unchecked((int)~sum);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Bitget;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Bitget;

public sealed class BitgetStreamTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Partial_fills_and_the_end_of_an_order_are_told_by_its_stream(bool isFutures)
    {
        await using var bed = await BitgetBed.OpenAsync(isFutures);
        await using var ear = await Ear.OpenAsync(bed);
        var placed = await bed.AcceptedAsync(BitgetBed.Limit);
        var booked = bed.Books.Orders[0];
        bed.Books.Fill(booked, 0.03m, 49_000m, bed.Server.Now);
        bed.Books.Fill(booked, 0.07m, 48_999.5m, bed.Server.Now);
        await ear.UntilAsync(() => ear.Reports.Any(report => report.Status == ReportedStatus.Filled));
        Assert.All(ear.Reports, report => Assert.Equal(placed.ClientOrderId, report.ClientOrderId));
        Assert.Equal(
            bed.Books.Trades.Select(trade => (trade.Price, trade.Size, trade.Fee)),
            ear.Fills.Values.OrderBy(fill => fill.TradeId, StringComparer.Ordinal)
                .Select(fill => (fill.Price.Value, fill.Quantity.Value, fill.FeeAmount)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_that_wakes_is_told_under_the_ids_it_was_placed_with(bool isFutures)
    {
        await using var bed = await BitgetBed.OpenAsync(isFutures);
        await using var ear = await Ear.OpenAsync(bed);
        var placed = await bed.AcceptedAsync(BitgetBed.Stop);
        bed.Books.Pass(45_000m, bed.Server.Now);
        await ear.UntilAsync(() => ear.Reports.Any(report =>
            report.ExchangeOrderId == placed.ExchangeOrderId && report.Status == ReportedStatus.Filled));
    }

    [Fact]
    public async Task F05_a_fill_whose_order_frame_is_lost_is_found_although_the_stream_lives()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        await using var ear = await Ear.OpenAsync(bed);
        var placed = await bed.AcceptedAsync(BitgetBed.Limit);
        await ear.UntilAsync(() => !ear.Reports.IsEmpty);
        bed.Server.Sockets.Loses = channel => channel == "orders";
        bed.Books.Fill(bed.Books.Orders[0], 0.04m, 49_000m, bed.Server.Now);
        await ear.UntilAsync(() => ear.Reports.Any(report =>
            report.ExchangeOrderId == placed.ExchangeOrderId && report.FilledQuantity.Value == 0.04m));
    }

    [Fact]
    public async Task F06_a_key_that_is_refused_never_counts_as_connected()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        var other = bed.Connector.Connect(
            new ExchangeCredentials(
                new Core.Secrets.Secret("another"), new Core.Secrets.Secret("secret"),
                new Core.Secrets.Secret("words")),
            TradingMode.Production, bed.Server.Address);
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var told = new List<UserEvent>();
        try
        {
            await foreach (var what in other.ReadUserEventsAsync(ending.Token))
            {
                told.Add(what);
            }
        }
        catch (OperationCanceledException)
        {
        }

        Assert.DoesNotContain(told, what => what is UserEvent.Connected);
        Assert.True(bed.Server.Sockets.Logins > 0);
    }

    [Theory]
    [InlineData(false, 10_000, 100)]
    [InlineData(true, 1_000, 10)]
    public async Task Streams_cut_again_and_again_during_fills_count_each_of_them_once(
        bool isFutures, int fills, int cuts)
    {
        var chance = new Random(20260108);
        await using var bed = await BitgetBed.OpenAsync(
            isFutures, new BitgetOptions
            {
                Chance = () => 0.5, MaxBudgetWait = TimeSpan.FromSeconds(60),
                LongestReconnectDelay = TimeSpan.FromMilliseconds(250),
            });
        await using var ear = await Ear.OpenAsync(bed, sweeps: true);
        var (buy, sell) = (Rest(bed, "buy"), Rest(bed, "sell"));
        var recoveries = new List<double>();
        for (var cut = 0; cut < cuts; cut++)
        {
            for (var fill = 0; fill < fills / cuts; fill++)
            {
                var size = chance.Next(1, 1000) / 1000m;
                bed.Books.Fill(
                    chance.Next(2) == 0 ? buy : sell, size, 50_000m + (chance.Next(-5000, 5000) / 10m), bed.Server.Now);
            }

            var began = Stopwatch.GetTimestamp();
            var before = ear.Connections;
            bed.Server.Sockets.CutAll();
            await ear.UntilAsync(() => ear.Connections > before);
            recoveries.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        await ear.UntilAsync(() => ear.Fills.Count == fills);
        Assert.Equal(fills, bed.Books.Trades.Count);
        Assert.Equal(bed.Books.Net, ear.Fills.Values.Sum(fill =>
            fill.Side == OrderSide.Buy ? fill.Quantity.Value : -fill.Quantity.Value));
        foreach (var coin in bed.Books.Trades.Select(trade => trade.FeeCoin).Distinct())
        {
            Assert.Equal(
                bed.Books.Trades.Where(trade => trade.FeeCoin == coin).Sum(trade => trade.Fee),
                ear.Fills.Values.Where(fill => fill.FeeAsset.Text == coin).Sum(fill => fill.FeeAmount));
        }

        Assert.Equal(
            bed.Books.Trades.Sum(trade => trade.Price * trade.Size), ear.Fills.Values.Sum(fill => fill.Quote));
        Assert.Equal(0, bed.Server.TooMany);
        recoveries.Sort();
        output.WriteLine(
            $"recovery after a cut: median {recoveries[cuts / 2]:0} ms, longest {recoveries[^1]:0} ms, of {cuts}");
    }

    private static BookedOrder Rest(BitgetBed bed, string side)
    {
        var order = new BookedOrder
        {
            Id = side == "buy" ? 1 : 2, ClientOid = side, Symbol = BitgetBooks.Pair, Side = side, Type = "limit",
            Price = 50_000m, Size = 1_000_000m, Placed = bed.Server.Now, Updated = bed.Server.Now,
        };
        bed.Books.Orders.Add(order);
        return order;
    }

    /// <summary>Hears a stream and keeps what it tells; where it sweeps, asks for what came before it stood.</summary>
    private sealed class Ear : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ending = new();
        private readonly TaskCompletionSource _changed = new();
        private readonly DateTimeOffset _since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        private Task _hearing = Task.CompletedTask;
        private string? _cursor;
        private volatile bool _unswept;

        public ConcurrentBag<OrderReport> Reports { get; } = [];

        public ConcurrentDictionary<string, ReportedFill> Fills { get; } = new(StringComparer.Ordinal);

        public int Connections { get; private set; }

        public static async Task<Ear> OpenAsync(BitgetBed bed, bool sweeps = false)
        {
            var ear = new Ear();
            ear._hearing = ear.HearAsync(bed, sweeps);
            await ear.UntilAsync(() => ear.Connections > 0);
            return ear;
        }

        public async Task UntilAsync(Func<bool> isSo)
        {
            var began = Stopwatch.GetTimestamp();
            while (!isSo())
            {
                Assert.True(Stopwatch.GetElapsedTime(began) < Patience, "It took too long.");
                Assert.False(_hearing.IsFaulted, _hearing.Exception?.ToString());
                await Task.WhenAny(_changed.Task, Task.Delay(2));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _ending.CancelAsync();
            await _hearing.ContinueWith(_ => { }, TaskScheduler.Default);
            _ending.Dispose();
        }

        private async Task HearAsync(BitgetBed bed, bool sweeps)
        {
            var sweeping = Task.CompletedTask;
            await foreach (var what in bed.Exchange.ReadUserEventsAsync(_ending.Token))
            {
                if (what is UserEvent.OrderChanged changed)
                {
                    Reports.Add(changed.Report);
                    Take(changed.Report.Fills);
                }
                else if (what is UserEvent.Connected)
                {
                    Connections++;
                    _unswept = sweeps;
                    sweeping = sweeping.IsCompleted && sweeps ? SweepAsync(bed) : sweeping;
                }
            }
        }

        /// <summary>One sweep at a time, from where the last one ended: it covers every connection until it begins.</summary>
        private async Task SweepAsync(BitgetBed bed)
        {
            while (_unswept)
            {
                _unswept = false;
                while (await bed.Exchange.GetTradesAsync(BitgetBed.Pair, _since, _cursor, _ending.Token) is
                    { Next: { } next } page)
                {
                    Take(page.Fills);
                    _cursor = next;
                }
            }
        }

        private void Take(IEnumerable<ReportedFill> fills)
        {
            foreach (var fill in fills)
            {
                Fills.AddOrUpdate(fill.TradeId, fill, (_, known) =>
                {
                    Assert.Equal((known.Price, known.Quantity, known.FeeAmount), (fill.Price, fill.Quantity, fill.FeeAmount));
                    return known;
                });
            }
        }
    }
}

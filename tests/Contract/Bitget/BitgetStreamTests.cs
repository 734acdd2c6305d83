using System.Collections.Concurrent;
using System.Diagnostics;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Bitget;

public sealed class BitgetStreamTests
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
    public async Task What_a_message_pointed_to_and_could_not_be_read_is_lost_and_the_stream_stands_again()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        await using var ear = await Ear.OpenAsync(bed);
        await bed.AcceptedAsync(BitgetBed.Stop);
        for (var call = 0; call < 10; call++)
        {
            bed.Server.Fail("/api/v2/spot/trade/plan-sub-order", 500, "40725", "service error");
        }

        bed.Books.Pass(45_000m, bed.Server.Now);

        await ear.UntilAsync(() => ear.Connections == 2);
        Assert.Equal(1, bed.Server.Sockets.Logins);
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

    /// <summary>Hears a stream and keeps what it tells.</summary>
    private sealed class Ear : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ending = new();
        private readonly TaskCompletionSource _changed = new();
        private Task _hearing = Task.CompletedTask;

        public ConcurrentBag<OrderReport> Reports { get; } = [];

        public ConcurrentDictionary<string, ReportedFill> Fills { get; } = new(StringComparer.Ordinal);

        public int Connections { get; private set; }

        public static async Task<Ear> OpenAsync(BitgetBed bed)
        {
            var ear = new Ear();
            ear._hearing = ear.HearAsync(bed);
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

        private async Task HearAsync(BitgetBed bed)
        {
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

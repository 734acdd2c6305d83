using System.Globalization;
using TradingPlatform.Embedded.Storage;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Orders;

namespace TradingPlatform.LocalHost;

/// <summary>
/// What the table's stream is in AWS: brings outbound items to the handler that publishes them, in the order they were
/// committed, each until it has succeeded.
/// </summary>
internal sealed class OutboxPump(SqliteOutbox outbox, EventDispatcher dispatcher, TimeProvider clock)
    : BackgroundService
{
    private const int AtOnce = 256;
    // What comes together is read, and deleted, in one go.
    private static readonly TimeSpan Gathers = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            await outbox.WaitAsync(done, stoppingToken);
            await Task.Delay(Gathers, clock, stoppingToken);
            var entries = await outbox.ReadAsync(done, AtOnce, stoppingToken);
            if (entries.Count == 0)
            {
                continue;
            }

            var changes = entries.Select(entry => new ItemChange(
                entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.Item.Key, null, entry.Item)).ToList();
            var failed = await dispatcher.RunStreamAsync(OrdersModule.Outbox, changes, stoppingToken);
            done = failed is null
                ? entries[^1].Sequence
                : long.Parse(failed, CultureInfo.InvariantCulture) - 1;
            await outbox.DeleteThroughAsync(done, stoppingToken);
            if (failed is not null)
            {
                await Task.Delay(AfterFailure, clock, stoppingToken);
            }
        }
    }
}

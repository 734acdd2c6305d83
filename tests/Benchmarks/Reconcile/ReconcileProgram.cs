using System.Diagnostics;
using System.Globalization;
using TradingPlatform.Embedded.Storage;
using TradingPlatform.Fleet;

namespace TradingPlatform.Benchmarks.Reconcile;

/// <summary>
/// Reconciles open orders that all stand as their exchange says, over SQLite and an exchange in this process, and
/// prints what it took.
/// </summary>
internal static class ReconcileProgram
{
    private const long CallsBetweenLooks = 10_000;

    private static readonly FleetShape[] Shapes =
    [
        new(100, 1_000, 10_000), new(100, 1_000, 30_000), new(100, 1_000, 100_000), new(1, 1, 100_000),
    ];

    /// <summary>Runs each shape, or the one that the arguments give: orders, accounts, tenants.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var given = args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToList();
        Print("tenants", "accounts", "orders", "seconds", "orders/s", "calls", "reads", "writes", "peak heap", "set");
        foreach (var shape in given is [var orders, var accounts, var tenants]
            ? [new FleetShape(tenants, accounts, orders)]
            : Shapes)
        {
            await MeasureAsync(shape);
        }

        return 0;
    }

    private static async Task MeasureAsync(FleetShape shape)
    {
        var folder = Directory.CreateTempSubdirectory("trading-platform-reconcile-");
        try
        {
            await using var store = SqliteItemStore.Open(
                Path.Combine(folder.FullName, "items.db"), TimeProvider.System);
            var fleet = await OrderFleet.BuildAsync(store, TimeProvider.System, shape);
            // The first round takes baselines, the second is timed, and in the third the heap is looked at: what is
            // still alive of it, each so many calls, which costs more than the run itself.
            await RoundAsync(fleet, shape);
            var before = (fleet.Venue.Calls, fleet.Store.Reads, fleet.Store.Writes);
            var began = Stopwatch.GetTimestamp();
            await RoundAsync(fleet, shape);
            var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var after = (fleet.Venue.Calls, fleet.Store.Reads, fleet.Store.Writes);
            var heap = await PeakAsync(fleet, shape);
            Print(
                shape.Tenants, shape.Accounts, shape.Orders, took.ToString("0.0", CultureInfo.InvariantCulture),
                (long)(shape.Orders / took), after.Item1 - before.Item1, after.Item2 - before.Item2,
                after.Item3 - before.Item3, Megabytes(heap), Megabytes(Environment.WorkingSet));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<long> PeakAsync(OrderFleet fleet, FleetShape shape)
    {
        var peak = GC.GetTotalMemory(forceFullCollection: true);
        fleet.Store.OnCall = calls =>
        {
            if (calls % CallsBetweenLooks == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        };
        await RoundAsync(fleet, shape);
        fleet.Store.OnCall = null;
        return peak;
    }

    private static async Task RoundAsync(OrderFleet fleet, FleetShape shape)
    {
        await fleet.RequestAsync();
        var found = await fleet.ServeAsync();
        if (found.Matched != shape.Orders || !found.Errors.IsEmpty)
        {
            throw new InvalidOperationException($"Of {shape.Orders} orders {found.Matched} matched.");
        }
    }

    private static string Megabytes(long bytes) => (bytes >> 20).ToString(CultureInfo.InvariantCulture) + " MiB";

    private static void Print(params object[] columns) =>
        Console.WriteLine(string.Join(' ', columns.Select(column => $"{column,9}")));
}

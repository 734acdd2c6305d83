using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Simulation.Checks;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Platform;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Running;

/// <summary>
/// The end of a run: one computer alone, as after a restart. It counts anew and reconciles; then counters and positions
/// must be exact, every stranger must be told of, and a second reconciliation must find nothing to do.
/// </summary>
internal sealed class Closing(
    World world, RunningPlatform last, VenueModel venue, StoreWatch store, BooksWatch books, OrphanChecks orphans,
    IReadOnlyList<TenantId> tenants, IReadOnlyList<ExchangeAccount> accounts)
{
    // A hold that died with its holder runs out by then.
    private static readonly TimeSpan HoldsRunOut = TimeSpan.FromSeconds(95);

    // Balances that were off must agree for so long before trading is let go on.
    private static readonly TimeSpan Proven = TimeSpan.FromMinutes(5);

    public void Run()
    {
        Do(() => last.RecoverAsync(tenants));
        if (orphans.Books.Any(each => each.Holder is not null))
        {
            world.RunUntil(world.Now + HoldsRunOut);
        }

        Do(ReconcileAsync);
        if (orphans.Books.Any(each => each.Books.MismatchAt is not null))
        {
            world.RunUntil(world.Now + Proven);
            Do(ReconcileAsync);
        }

        if (world.Broken is null && books.Untold() is { } moved)
        {
            world.Break("I15", moved);
        }

        if (world.Broken is null && orphans.Untold() is var (invariant, what))
        {
            world.Break(invariant, what);
        }

        Count();
        Do(PositionsAsync);
        Do(AgainAsync);
    }

    private void Count()
    {
        foreach (var tenant in tenants)
        {
            if (CounterFold.Difference(store.Tenant(tenant.Text), orphans.ExternalOf(tenant)) is { } difference)
            {
                world.Break("I17", $"{tenant.Text}: {difference}.");
            }
        }
    }

    private void Do(Func<Task> work)
    {
        var isDone = false;
        if (world.Broken is null)
        {
            last.Computer.Start(async () =>
            {
                Errand.IsForAll();
                await Edge.TryAsync(world, last.Computer, work);
                isDone = true;
            });
        }

        for (var second = 0; second < 300 && !isDone && world.Broken is null; second++)
        {
            world.RunUntil(world.Now + TimeSpan.FromSeconds(1));
        }

        if (!isDone && world.Broken is null)
        {
            world.Break("LIVENESS", "Nothing disturbs the last computer, and it does not come to an end.");
        }
    }

    private async Task ReconcileAsync()
    {
        foreach (var tenant in tenants)
        {
            if (await last.Reconciling.RunAsync(tenant) is { Errors: [var error, ..] })
            {
                world.Break("I12", $"{tenant.Text}/{error.Account.Text} is quiet, and cannot be reconciled: {error.Code}.");
            }
        }
    }

    private async Task AgainAsync()
    {
        books.Kept = [];
        await ReconcileAsync();
        // What a run leaves where all agrees: that it held the books, and its own record.
        var written = books.Kept.FirstOrDefault(change => !Storage.LapsingBooks.IsBooks(change.Key)
            && !change.Key.Partition.EndsWith("#RUNS", StringComparison.Ordinal));
        books.Kept = null;
        if (written.Key.Partition is { } partition)
        {
            world.Break("I19", $"A second reconciliation of what is quiet writes {partition} {written.Key.Sort}.");
        }
    }

    private async Task PositionsAsync()
    {
        foreach (var account in accounts)
        {
            var there = venue.Accounts.First(each => each.Owner == $"{account.Tenant.Text}/{account.Id.Text}");
            foreach (var listing in Listing.All)
            {
                var position = await last.Positions.GetAsync(account, listing.Symbol, CancellationToken.None);
                var fold = PositionFold.Of(there.Trades.Where(trade => trade.Order.Asked.Listing == listing
                    && (!ExchangeWatch.IsManual(trade.Order.Asked.ClientId) || orphans.IsBooked(trade))));
                if (fold.Difference(position) is { } difference)
                {
                    world.Break("I5", $"The position of {there.Owner} in {listing.Symbol}: {difference}.");
                }
            }
        }
    }
}

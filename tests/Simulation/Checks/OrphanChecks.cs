using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Fakes;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Storage;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Checks;

/// <summary>
/// What a reconciliation of quiet accounts must have found: strangers, what is missing, and others' trades.
/// </summary>
internal sealed class OrphanChecks(
    World world, ItemTable table, VenueModel venue, StoreWatch store, IReadOnlyList<ExchangeAccount> accounts)
{
    // A baseline is dated by a computer's clock, and trades by the exchange's (FAILURES.md F14).
    private static readonly TimeSpan ClocksApart = TimeSpan.FromSeconds(32);

    // What is worth less is recorded, and nobody is told of it.
    private const decimal Dust = 1;

    public IEnumerable<StoredBooks> Books => table.All.Where(item => LapsingBooks.IsBooks(item.Key)).Select(LapsingBooks.Read);

    /// <summary>The trades that are booked as a tenant's, of orders that the platform did not place.</summary>
    public IEnumerable<Fill> ExternalOf(TenantId tenant) => External().Where(fill => fill.Tenant == tenant);

    /// <summary>A trade of an order placed by hand is booked.</summary>
    public bool IsBooked(VenueTrade trade) => External().Any(fill => IsOf(fill, trade));

    /// <summary>What nobody was told of (I15), or is not booked (I3); null where nothing is left out.</summary>
    public (string Invariant, string What)? Untold()
    {
        foreach (var account in accounts)
        {
            var there = venue.Accounts.First(each => each.Owner == $"{account.Tenant.Text}/{account.Id.Text}");
            if (Untold(account, there) is { } untold)
            {
                return untold;
            }
        }

        return null;
    }

    private (string Invariant, string What)? Untold(ExchangeAccount account, VenueAccount there)
    {
        var books = table.All.Where(item => item.Key == Core.Storage.TableKeys.Books(account.Tenant, account.Id))
            .Select(item => LapsingBooks.Read(item).Books).FirstOrDefault(AccountBooks.New);
        var booked = ExternalOf(account.Tenant).ToList();
        var known = table.All
            .Where(item => item.Key.Sort == Core.Storage.TableKeys.Self
                && item.Key.Partition.Contains("#ORPHAN#", StringComparison.Ordinal))
            .Select(item => JsonSerializer.Deserialize(item.Document, CoreJson.Default.Orphan)!.Id)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var order in there.Orders)
        {
            var symbol = order.Asked.Listing.Symbol;
            var id = order.Id.ToString(CultureInfo.InvariantCulture);
            if (!ExchangeWatch.IsManual(order.Asked.ClientId))
            {
                var ours = store.Find(order.Asked.ClientId)?.Stored;
                if (order.IsGone && ours is { Status: OrderStatus.Open or OrderStatus.PartiallyFilled }
                    && !known.Contains(Orphan.IdOf(OrphanKind.MissingAtExchange, account, symbol, ours.Id.Text)))
                {
                    return ("I15", $"{order.Asked.ClientId} is gone from the exchange, and nobody is told.");
                }

                continue;
            }

            // In a pair that the platform never traded, a trade is found by the balances that it moves by enough.
            var trades = !books.Pairs.ContainsKey(symbol.Text)
                ? []
                : there.Trades.Where(trade => trade.Order == order && IsAfter(trade, books.BaselineAt)).ToList();
            if (trades.Find(trade => !booked.Exists(fill => IsOf(fill, trade))) is { } lost)
            {
                return ("I3", $"Trade {lost.Id} of {order.Asked.ClientId} is not booked.");
            }

            if ((order.IsOpen || trades.Sum(trade => trade.Quote) >= Dust)
                && !known.Contains(Orphan.IdOf(OrphanKind.UnknownToPlatform, account, symbol, id)))
            {
                return ("I15", $"{order.Asked.ClientId} was placed by hand, and nobody is told.");
            }
        }

        return booked.Find(fill => fill.Account == account.Id && !there.Trades.Exists(trade => IsOf(fill, trade))) is { } invented
            ? ("I3", $"{invented.Id} is booked as somebody's, and the exchange has no such trade.")
            : null;
    }

    private List<Fill> External() => _external ??= [.. FinalChecks.Fills(table).Where(fill => fill.IsExternal)];

    private List<Fill>? _external;

    private bool IsAfter(VenueTrade trade, DateTimeOffset? baseline) =>
        baseline is { } at && world.UtcNow - (world.Now - trade.At) > at + ClocksApart;

    private static bool IsOf(Fill fill, VenueTrade trade) =>
        $"{fill.Tenant.Text}/{fill.Account.Text}" == trade.Order.Account.Owner
        && fill.Symbol == trade.Order.Asked.Listing.Symbol && fill.Trade.Side == trade.Order.Asked.Side
        && fill.Trade.TradeId == trade.Id.ToString(CultureInfo.InvariantCulture)
        && fill.Trade.Quantity.Value == trade.Quantity && fill.Trade.Price.Value == trade.Price;
}

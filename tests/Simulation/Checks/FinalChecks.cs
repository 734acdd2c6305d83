using System.Text.Json;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Fakes;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Checks;

/// <summary>
/// What must hold once faults have stopped and all is quiet: the platform's books are the exchange's.
/// </summary>
internal sealed class FinalChecks(ItemTable table, VenueModel venue, StoreWatch store)
{
    /// <summary>In what the two differ; null where they agree, which they must come to.</summary>
    public (string Invariant, string What)? Disagreement()
    {
        foreach (var record in store.Orders)
        {
            if (record.Stored is { } order && Differs(order) is var (invariant, what))
            {
                return (invariant, $"Order {order.ClientOrderId} {what}.");
            }
        }

        foreach (var order in venue.Accounts.SelectMany(account => account.Orders))
        {
            if (!ExchangeWatch.IsManual(order.Asked.ClientId) && store.Find(order.Asked.ClientId)?.Stored is null)
            {
                return ("I2", $"The exchange has {order.Asked.ClientId}, and the platform has no such order.");
            }
        }

        return Fills();
    }

    /// <summary>Each order's chain of events, whole, with one event for each trade (I9).</summary>
    public string? BrokenChain()
    {
        var events = table.All.Where(item => item.Key.Sort.StartsWith("EV#", StringComparison.Ordinal))
            .ToLookup(item => item.Key.Partition, StringComparer.Ordinal);
        foreach (var record in store.Orders)
        {
            if (record.Stored is not { } order)
            {
                continue;
            }

            var chain = events[TableKeys.Order(order.Tenant, order.Id)]
                .Select(item => JsonSerializer.Deserialize(item.Document, CoreJson.Default.AuditEvent)!).ToList();
            if (!AuditEvent.IsWhole(chain, order.Audit))
            {
                return $"The chain of {order.ClientOrderId} is not whole: {string.Join(", ", chain.Select(e => $"{e.Number} {e.Type} by {e.By}"))}; it should end at {order.Audit.Length}.";
            }

            if (chain.Count(e => e.Type == "FillRecorded") != order.Trades.Count)
            {
                return $"{order.ClientOrderId} has trades without an event.";
            }
        }

        return null;
    }

    /// <summary>Every fill that is stored.</summary>
    public static IEnumerable<Fill> Fills(ItemTable table) => table.All
        .Where(item => item.Key.Partition.Contains("#FILLS#", StringComparison.Ordinal))
        .Select(item => JsonSerializer.Deserialize(item.Document, CoreJson.Default.Fill)!);

    private (string Invariant, string What)? Differs(Order order)
    {
        var known = venue.Known(order.ClientOrderId.Text);
        if (known.Count == 0)
        {
            return order.Status is OrderStatus.Rejected
                ? null
                : ("I12", $"is {order.Status}, and the exchange never had it");
        }

        var truth = known[^1];
        if (truth.IsGone)
        {
            // Found to be missing it rests here, until a person closes it; in doubt, it proved not to be there.
            return order.Status is OrderStatus.Open or OrderStatus.Expired or OrderStatus.Rejected
                ? null
                : ("I12", $"is {order.Status}, and the exchange has lost it");
        }

        var status = truth.Status switch
        {
            "NEW" => OrderStatus.Open,
            "PARTIALLY_FILLED" => OrderStatus.PartiallyFilled,
            "FILLED" => OrderStatus.Filled,
            "CANCELED" => OrderStatus.Cancelled,
            _ => OrderStatus.Expired,
        };
        return order.Status != status ? ("I12", $"is {order.Status}, and at the exchange {status}")
            : order.Filled.Value != truth.Executed ? ("I3", $"has {order.Filled} filled, at the exchange {truth.Executed}")
            : order.FilledQuote != truth.Quote ? ("I3", $"has {order.FilledQuote} paid, at the exchange {truth.Quote}")
            : !order.TradesAreWhole ? ("I3", "lacks trades")
            : null;
    }

    // As sets of account, pair, trade and side: each once, and none that the exchange does not have (I3).
    private (string Invariant, string What)? Fills()
    {
        var stored = Fills(table)
            .Where(fill => !fill.IsExternal)
            .Select(fill => new Booked(
                $"{fill.Tenant.Text}/{fill.Account.Text}", fill.Symbol.Text, fill.Trade.TradeId, fill.Trade.Side,
                fill.Trade.Price.Value, fill.Trade.Quantity.Value))
            .ToHashSet();
        var traded = venue.Accounts
            .SelectMany(account => account.Trades)
            .Where(trade => !ExchangeWatch.IsManual(trade.Order.Asked.ClientId))
            .Select(trade => new Booked(
                trade.Order.Account.Owner, trade.Order.Asked.Listing.Symbol.Text,
                trade.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), trade.Order.Asked.Side,
                trade.Price, trade.Quantity))
            .ToHashSet();
        return stored.FirstOrDefault(fill => !traded.Contains(fill)) is { } invented
                ? ("I3", $"{invented} is booked, and the exchange has no such trade.")
            : traded.FirstOrDefault(trade => !stored.Contains(trade)) is { } lost
                ? ("I3", $"{lost} is not booked.")
            : null;
    }

    private sealed record Booked(
        string Owner, string Symbol, string TradeId, OrderSide Side, decimal Price, decimal Quantity);
}

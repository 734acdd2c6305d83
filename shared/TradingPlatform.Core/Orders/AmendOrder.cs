using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// Changes an open order's price or quantity: it is cancelled and a replacement is placed, in one call where the
/// exchange has one, and the replacement is an order of its own, linked to the first.
/// </summary>
/// <remarks>
/// The first is cancelled before the second is placed, so the two are never open together, and the second passes the
/// gate with what the first frees. It has the quantity asked for, less what the first has filled.
/// </remarks>
public sealed class AmendOrder(
    OrderRepository orders, OrderCheck check, OrderLedger ledger, ReplaceInOneCall inOneCall,
    ReplaceInTwoCalls inTwoCalls)
{
    /// <summary>Amends; at least one of price and quantity is given.</summary>
    /// <returns><see cref="Submission.Placed"/> with the replacement.</returns>
    public async Task<Submission> HandleAsync(
        Caller caller, OrderId id, Price? price, Quantity? quantity, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await orders.FindAsync(caller.Tenant, id, cancellation) is not { } original)
        {
            return new Submission.Refused(new Refusal.NoSuchOrder());
        }

        if (original is not { Status: OrderStatus.Open or OrderStatus.PartiallyFilled }
            || Amended(original, price, quantity) is not { } ticket)
        {
            return new Submission.Refused(new Refusal.Conflict(original.Status));
        }

        var checkedOrder = await check.HandleAsync(caller, original.Account, ticket, original, cancellation);
        if (checkedOrder is not Checked.Passed passed)
        {
            return new Submission.Refused(((Checked.Failed)checkedOrder).Why);
        }

        try
        {
            using var turn = await passed.Exchange.WaitToSendAsync(cancellation);
            // Counted first, so that two amendments at once cannot name the same replacement.
            var filled = original.Filled;
            original = await ledger.RecordAsync(
                original, new OrderEvent.AmendmentBegun(), caller, CancellationToken.None);
            if (original.Status.IsTerminal() || original.Filled != filled)
            {
                // The replacement was to have what was left at the check; by now that is too much.
                return new Submission.Refused(new Refusal.Conflict(original.Status));
            }

            return passed.Exchange.Features.HasFlag(ExchangeFeatures.Replace)
                ? await inOneCall.HandleAsync(original, ticket, passed, caller, cancellation)
                : await inTwoCalls.HandleAsync(
                    original, ticket.Price, ticket.Quantity!.Value + original.Filled, passed.Exchange, caller,
                    cancellation);
        }
        catch (ExchangeException e)
        {
            return new Submission.Refused(new Refusal.Unavailable(e.Error));
        }
    }

    // Null where nothing would be left to trade, or where the order has no price to change.
    private static OrderTicket? Amended(Order original, Price? price, Quantity? quantity)
    {
        var asked = quantity ?? original.Ticket.Quantity;
        return asked is { } whole && whole > original.Filled && original.Ticket.Type.HasPrice()
            ? original.Ticket with { Price = price ?? original.Ticket.Price, Quantity = whole - original.Filled }
            : null;
    }
}

using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;
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
    OrderRepository orders, OrderCheck check, OrderLedger ledger, Dispatch dispatch, SettleOrder settle,
    TimeProvider clock)
{
    private readonly ReplaceInTwoCalls _inTwoCalls = new(check, ledger, dispatch, settle, clock);

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
                ? await ReplaceAsync(original, ticket, passed, caller, cancellation)
                : await _inTwoCalls.HandleAsync(
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

    private async Task<Submission> ReplaceAsync(
        Order original, OrderTicket ticket, Checked.Passed passed, Caller caller, CancellationToken cancellation)
    {
        var id = OrderId.DeriveReplacement(original.Tenant, original.Id, original.Amendments);
        var replacement = new Order(
            original.Tenant, id, original.Account, original.Exchange, ticket, id.Text, clock.GetUtcNow())
        {
            Reserves = passed.Input.Basis, Replaces = original.Id,
        };
        replacement = ledger.Begin(replacement, caller, out var first);
        var reservation = Reservation.Of(replacement);
        var parcel = new Parcel<Replacement>(
            [(replacement, first)],
            Exposure.Amounts(reservation),
            [
                passed.Account.Gate,
                .. GateBounds.Of(
                    passed.Input, reservation, Reservation.Left(original), passed.OpenInPair, passed.WaitingInPair),
            ],
            exposure => RiskRules.Check(
                passed.Input with { Exposure = exposure.Without(Reservation.Left(original)) }),
            token => passed.Exchange.SignReplaceAsync(
                original.Reference, replacement.ClientOrderId, ticket, token),
            signed => passed.Exchange.ReplaceAsync(signed, CancellationToken.None),
            answer => answer is Replacement.NotCancelled { Error: { Kind: ExchangeErrorKind.ClockSkew } error }
                ? error
                : null);
        return await dispatch.HandleAsync(parcel, caller, cancellation) switch
        {
            Dispatched<Replacement>.Sent sent =>
                await RecordAsync(original, sent.Orders[0], sent.Answer, passed.Exchange, caller),
            Dispatched<Replacement>.NotSent notSent => new Submission.Refused(notSent.Why),
            _ => new Submission.Refused(new Refusal.Conflict(original.Status)),
        };
    }

    private async Task<Submission> RecordAsync(
        Order original, Order replacement, Replacement answer, IExchange exchange, Caller caller)
    {
        switch (answer)
        {
            case Replacement.Done done:
                await FirstAsync(original, done.Cancelled, replacement, exchange, caller);
                replacement = await RecordAsync(replacement, new OrderEvent.Reported(done.Placed), caller);
                return new Submission.Placed(
                    await settle.FetchTradesAsync(replacement, exchange, caller, CancellationToken.None));
            case Replacement.NotCancelled not:
                await RecordAsync(replacement, new OrderEvent.Refused(RejectReason.NotPlaced(
                    "The order that it was to replace could not be cancelled.")), caller);
                original = await settle.HandleAsync(original, exchange, caller, CancellationToken.None);
                return new Submission.Refused(original.Status.IsTerminal()
                    ? new Refusal.Conflict(original.Status)
                    : new Refusal.ExchangeRefuses(not.Error));
            case Replacement.OnlyCancelled only:
                await FirstAsync(original, only.Cancelled, null, exchange, caller);
                return new Submission.Placed(await RecordAsync(
                    replacement, new OrderEvent.Refused(only.Error.ToRejectReason()), caller));
            case Replacement.Unknown unknown:
                replacement = await RecordAsync(replacement, new OrderEvent.AnswerLost(unknown.Why), caller);
                await settle.TryAtOnceAsync(original, exchange, caller);
                return new Submission.Placed(await settle.TryAtOnceAsync(replacement, exchange, caller));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task FirstAsync(
        Order original, OrderReport? cancelled, Order? successor, IExchange exchange, Caller caller)
    {
        original = cancelled is null
            ? await settle.HandleAsync(original, exchange, caller, CancellationToken.None)
            : await RecordAsync(original, new OrderEvent.Reported(cancelled), caller);
        if (successor is not null)
        {
            original = await RecordAsync(original, new OrderEvent.ReplacedBy(successor.Id), caller);
        }

        await settle.FetchTradesAsync(original, exchange, caller, CancellationToken.None);
    }

    private Task<Order> RecordAsync(Order order, OrderEvent happened, Caller caller) =>
        ledger.RecordAsync(order, happened, caller, CancellationToken.None);
}

using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>Asks for an order.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Key">By what the request is known.</param>
/// <param name="Account">Where.</param>
/// <param name="Ticket">What; whole by <see cref="TicketRules"/>.</param>
/// <param name="Fingerprint">
/// Of the request's content: the same key with another fingerprint is another request.
/// </param>
public sealed record SubmitOrderCommand(
    Caller Caller, IdempotencyKey Key, AccountId Account, OrderTicket Ticket, string Fingerprint);

/// <summary>How a submission ended.</summary>
public abstract record Submission
{
    private Submission()
    {
    }

    /// <summary>It was sent. Where its answer was lost, its status is unknown, or what was found out since.</summary>
    public sealed record Placed(Order Order) : Submission;

    /// <summary>The key named this order already; this is how it stands. Nothing was sent.</summary>
    public sealed record Replayed(Order Order) : Submission;

    /// <summary>Nothing was sent and nothing is stored.</summary>
    public sealed record Refused(Refusal Why) : Submission;
}

/// <summary>Places one order: checked, stored, let through the gate, sent once, and its answer stored.</summary>
public sealed class SubmitOrder(
    OrderRepository orders, OrderCheck check, OrderLedger ledger, Dispatch dispatch, SettleOrder settle,
    OrderMetrics metrics, TimeProvider clock)
{
    /// <summary>Places the order, or answers with the one that its key names already.</summary>
    public async Task<Submission> HandleAsync(SubmitOrderCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var begun = clock.GetTimestamp();
        var tenant = command.Caller.Tenant;
        var id = OrderId.Derive(tenant, command.Key);
        if (await orders.FindAsync(tenant, id, cancellation) is { } known)
        {
            // Until it is past the gate it may yet be taken back, and then it is nobody's answer.
            return known.Status is OrderStatus.Pending
                ? await AwaitOtherAsync(command, id, cancellation)
                : Replay(known, command);
        }

        var checkedOrder = await check.HandleAsync(
            command.Caller, command.Account, command.Ticket, null, cancellation);
        if (checkedOrder is not Checked.Passed passed)
        {
            return new Submission.Refused(((Checked.Failed)checkedOrder).Why);
        }

        try
        {
            // Whatever waiting there is happens here, before anything is signed.
            using var turn = await passed.Exchange.WaitToSendAsync(cancellation);
            var submission = await PlaceAsync(command, id, passed, cancellation);
            if (submission is Submission.Placed { Order: var order })
            {
                metrics.Sent(
                    tenant, order.Exchange, clock.GetElapsedTime(begun), order.Status is not OrderStatus.Rejected);
            }

            return submission;
        }
        catch (ExchangeException e)
        {
            return new Submission.Refused(new Refusal.Unavailable(e.Error));
        }
    }

    private static Submission Replay(Order order, SubmitOrderCommand command) =>
        order.Fingerprint == command.Fingerprint
            ? new Submission.Replayed(order)
            : new Submission.Refused(new Refusal.KeyReused());

    private async Task<Submission> PlaceAsync(
        SubmitOrderCommand command, OrderId id, Checked.Passed passed, CancellationToken cancellation)
    {
        var caller = command.Caller;
        var order = new Order(
            caller.Tenant, id, command.Account, passed.Account.Exchange, passed.Input.Ticket, command.Fingerprint,
            clock.GetUtcNow()) { Reserves = passed.Input.Basis };
        order = ledger.Begin(order, caller, out var first);
        var reservation = Reservation.Of(order);
        var parcel = new Parcel<Placement>(
            [(order, first)],
            Exposure.Amounts(reservation),
            [
                passed.Account.Gate,
                .. GateBounds.Of(passed.Input, reservation, null, passed.OpenInPair, passed.WaitingInPair),
            ],
            exposure => RiskRules.Check(passed.Input with { Exposure = exposure }),
            token => passed.Exchange.SignAsync(order.ClientOrderId, order.Ticket, token),
            signed => passed.Exchange.PlaceAsync(signed, CancellationToken.None),
            answer => answer is Placement.Rejected { Error: { IsOfTheMoment: true } error } ? error : null);
        using var answer = ledger.Answers.Await(order.Tenant, order.Id);
        return await dispatch.HandleAsync(parcel, caller, cancellation) switch
        {
            Dispatched<Placement>.Sent sent => new Submission.Placed(
                answer.Recorded(await RecordAsync(sent.Orders[0], sent.Answer, passed.Exchange, caller))),
            Dispatched<Placement>.NotSent notSent => new Submission.Refused(notSent.Why),
            _ => await AwaitOtherAsync(command, id, cancellation),
        };
    }

    private async Task<Order> RecordAsync(Order order, Placement answer, IExchange exchange, Caller caller)
    {
        switch (answer)
        {
            case Placement.Accepted accepted:
                order = await ledger.RecordAsync(
                    order, new OrderEvent.Reported(accepted.Report), caller, CancellationToken.None);
                return order.TradesAreWhole
                    ? order
                    : await settle.FetchTradesAsync(order, exchange, caller, CancellationToken.None);
            case Placement.Rejected rejected:
                if (rejected.Error.Kind is ExchangeErrorKind.InstrumentRule)
                {
                    exchange.ForgetInstruments();
                }

                return await ledger.RecordAsync(
                    order, new OrderEvent.Refused(rejected.Error.ToRejectReason()), caller, CancellationToken.None);
            case Placement.Unknown unknown:
                // Not sent again: an exchange may take the same id anew once its order has filled.
                order = await ledger.RecordAsync(
                    order, new OrderEvent.AnswerLost(unknown.Why), caller, CancellationToken.None);
                return await settle.TryAtOnceAsync(order, exchange, caller);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>
    /// Another call with the same key came first. Its order is the answer, once it is known that the gate let it
    /// through; an order that the gate refused is taken back, and then the key is free.
    /// </summary>
    private async Task<Submission> AwaitOtherAsync(
        SubmitOrderCommand command, OrderId id, CancellationToken cancellation)
    {
        var wait = TimeSpan.FromMilliseconds(5);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            if (await orders.FindAsync(command.Caller.Tenant, id, cancellation) is not { } other)
            {
                return await HandleAsync(command, cancellation);
            }

            if (other.Status is not OrderStatus.Pending || other.Fingerprint != command.Fingerprint)
            {
                return Replay(other, command);
            }

            await Task.Delay(wait, clock, cancellation);
            wait *= 2;
        }

        return await orders.FindAsync(command.Caller.Tenant, id, cancellation) is { } pending
            ? Replay(pending, command)
            : await HandleAsync(command, cancellation);
    }
}

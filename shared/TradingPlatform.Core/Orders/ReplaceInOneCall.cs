using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>Replaces an order at an exchange that cancels one and places another in one call.</summary>
/// <remarks>
/// The exchange cancels first, and places nothing where it could not. The replacement is stored before it is sent, as
/// every order is, and passes the gate as if what the first still reserves were free.
/// </remarks>
public sealed class ReplaceInOneCall(OrderLedger ledger, Dispatch dispatch, SettleOrder settle, TimeProvider clock)
{
    /// <summary>Replaces.</summary>
    /// <param name="original">The order, open, its amendment counted.</param>
    /// <param name="ticket">Of the replacement: what the first has left.</param>
    /// <param name="passed">The replacement's check, which looked past what the first reserves.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellation">Ends the call, until the gate is passed.</param>
    /// <returns><see cref="Submission.Placed"/> with the replacement.</returns>
    public async Task<Submission> HandleAsync(
        Order original, OrderTicket ticket, Checked.Passed passed, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(passed);
        ArgumentNullException.ThrowIfNull(caller);
        var replacement = ledger.Begin(
            Order.Replacing(original, ticket, passed.Input.Basis, clock.GetUtcNow()), caller, out var first);
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

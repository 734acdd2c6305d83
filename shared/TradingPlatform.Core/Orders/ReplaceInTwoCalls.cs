using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// Replaces an order at an exchange that cannot do it in one call: cancels it, and places another only once the
/// exchange has said how the first ended.
/// </summary>
/// <remarks>
/// The two are never open together, so nothing is ever doubled; for the moment between the calls there is neither
/// (docs/adr/0027). What the first has filled by its end is taken off the second. Where it is not certain that the
/// first has ended, nothing is placed.
/// </remarks>
public sealed class ReplaceInTwoCalls(
    OrderCheck check, OrderLedger ledger, Dispatch dispatch, SettleOrder settle, TimeProvider clock)
{
    /// <summary>Replaces.</summary>
    /// <param name="original">The order, open, its amendment counted.</param>
    /// <param name="price">Of the replacement.</param>
    /// <param name="whole">Of both together.</param>
    /// <param name="exchange">Where it is.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellation">
    /// Ends the call, until the first is cancelled; then nothing but the exchange does.
    /// </param>
    /// <returns><see cref="Submission.Placed"/> with the replacement.</returns>
    public async Task<Submission> HandleAsync(
        Order original, Price? price, Quantity whole, IExchange exchange, Caller caller,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(exchange);
        var answer = await exchange.CancelAsync(original.Reference, cancellation);
        if (answer is Cancellation.Refused refused)
        {
            return new Submission.Refused(new Refusal.ExchangeRefuses(refused.Error));
        }

        original = answer is Cancellation.Done done
            ? await settle.FetchTradesAsync(
                await ledger.RecordAsync(
                    original, new OrderEvent.Reported(done.Report), caller, CancellationToken.None),
                exchange, caller, CancellationToken.None)
            : await settle.HandleAsync(original, exchange, caller, CancellationToken.None);
        // Only the exchange's own word that it was cancelled lets another take its place.
        return original.Status switch
        {
            OrderStatus.Cancelled when whole > original.Filled =>
                await PlaceAsync(original, price, whole, caller),
            { } ended when ended.IsTerminal() => new Submission.Refused(new Refusal.Conflict(ended)),
            _ => new Submission.Refused(new Refusal.Unavailable(new ExchangeError(
                ExchangeErrorKind.Unavailable, "CANCEL_UNKNOWN",
                "Whether the order was cancelled is not known yet, so nothing was placed in its stead."))),
        };
    }

    private async Task<Submission> PlaceAsync(Order original, Price? price, Quantity whole, Caller caller)
    {
        var ticket = original.Ticket with { Price = price, Quantity = whole - original.Filled };
        // What the first reserved is free by now; what it has filled meanwhile counts.
        if (await check.HandleAsync(caller, original.Account, ticket, null, CancellationToken.None)
            is not Checked.Passed passed)
        {
            return new Submission.Refused(new Refusal.Conflict(original.Status));
        }

        var replacement = ledger.Begin(
            Order.Replacing(original, ticket, passed.Input.Basis, clock.GetUtcNow()), caller, out var first);
        var reservation = Reservation.Of(replacement);
        var parcel = new Parcel<Placement>(
            [(replacement, first)],
            Exposure.Amounts(reservation),
            [
                passed.Account.Gate,
                .. GateBounds.Of(passed.Input, reservation, null, passed.OpenInPair, passed.WaitingInPair),
            ],
            exposure => RiskRules.Check(passed.Input with { Exposure = exposure }),
            token => passed.Exchange.SignAsync(replacement.ClientOrderId, ticket, token),
            signed => passed.Exchange.PlaceAsync(signed, CancellationToken.None),
            placement => placement is Placement.Rejected { Error: { IsOfTheMoment: true } error } ? error : null);
        // By the turn that its caller holds.
        return await dispatch.HandleAsync(parcel, caller, CancellationToken.None) switch
        {
            Dispatched<Placement>.Sent sent => new Submission.Placed(
                await RecordAsync(original, sent.Orders[0], sent.Answer, passed.Exchange, caller)),
            Dispatched<Placement>.NotSent notSent => new Submission.Refused(notSent.Why),
            _ => new Submission.Refused(new Refusal.Conflict(original.Status)),
        };
    }

    private async Task<Order> RecordAsync(
        Order original, Order replacement, Placement answer, IExchange exchange, Caller caller)
    {
        if (answer is Placement.Rejected rejected)
        {
            return await RecordAsync(
                replacement, new OrderEvent.Refused(rejected.Error.ToRejectReason()), caller);
        }

        await RecordAsync(original, new OrderEvent.ReplacedBy(replacement.Id), caller);
        replacement = await RecordAsync(
            replacement,
            answer is Placement.Accepted accepted
                ? new OrderEvent.Reported(accepted.Report)
                : new OrderEvent.AnswerLost(((Placement.Unknown)answer).Why),
            caller);
        return replacement.Status.IsInDoubt()
            ? await settle.TryAtOnceAsync(replacement, exchange, caller)
            : await settle.FetchTradesAsync(replacement, exchange, caller, CancellationToken.None);
    }

    private Task<Order> RecordAsync(Order order, OrderEvent happened, Caller caller) =>
        ledger.RecordAsync(order, happened, caller, CancellationToken.None);
}

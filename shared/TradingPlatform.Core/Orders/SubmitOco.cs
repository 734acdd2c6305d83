using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>Asks for a one-cancels-other pair.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Key">By what the request is known; the legs' keys are derived from it.</param>
/// <param name="Account">Where.</param>
/// <param name="Symbol">The pair that is traded.</param>
/// <param name="Side">Of both legs.</param>
/// <param name="Quantity">Of each leg.</param>
/// <param name="Price">Where the limit leg takes profit.</param>
/// <param name="StopPrice">Where the stop leg wakes.</param>
/// <param name="StopLimitPrice">At what price it then rests; null for at market.</param>
/// <param name="Fingerprint">Of the request's content.</param>
public sealed record SubmitOcoCommand(
    Caller Caller, IdempotencyKey Key, AccountId Account, Symbol Symbol, OrderSide Side, Quantity Quantity,
    Price Price, Price StopPrice, Price? StopLimitPrice, string Fingerprint);

/// <summary>How the submission of a pair ended.</summary>
public abstract record OcoSubmission
{
    private OcoSubmission()
    {
    }

    /// <summary>It was sent; both legs as they stand. <paramref name="Replayed"/>: by an earlier call.</summary>
    public sealed record Placed(Order Limit, Order Stop, bool Replayed) : OcoSubmission;

    /// <summary>Nothing was sent and nothing is stored.</summary>
    public sealed record Refused(Refusal Why) : OcoSubmission;
}

/// <summary>Places a one-cancels-other pair: two stored orders, one gate, one call.</summary>
public sealed class SubmitOco(
    OrderRepository orders, OrderCheck check, OrderLedger ledger, Dispatch dispatch, SettleOrder settle,
    TimeProvider clock)
{
    /// <summary>Places the pair, or answers with the one that its key names already.</summary>
    public async Task<OcoSubmission> HandleAsync(SubmitOcoCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (limitTicket, stopTicket) = Tickets(command);
        var limitCheck = await check.HandleAsync(command.Caller, command.Account, limitTicket, null, cancellation);
        var stopCheck = await check.HandleAsync(command.Caller, command.Account, stopTicket, null, cancellation);
        if (await FindAsync(command, cancellation) is { } known)
        {
            return known;
        }

        if (limitCheck is Checked.Failed a)
        {
            return new OcoSubmission.Refused(a.Why);
        }

        if (stopCheck is Checked.Failed b)
        {
            return new OcoSubmission.Refused(b.Why);
        }

        try
        {
            var passed = (Checked.Passed)limitCheck;
            if (!passed.Exchange.Features.HasFlag(ExchangeFeatures.Oco))
            {
                return new OcoSubmission.Refused(new Refusal.ExchangeRefuses(new ExchangeError(
                    ExchangeErrorKind.InvalidRequest, "NOT_SUPPORTED",
                    "The exchange has no one-cancels-other pairs.")));
            }

            using var turn = await passed.Exchange.WaitToSendAsync(cancellation);
            return await PlaceAsync(command, passed, (Checked.Passed)stopCheck, cancellation);
        }
        catch (ExchangeException e)
        {
            return new OcoSubmission.Refused(new Refusal.Unavailable(e.Error));
        }
    }

    private static (OrderTicket Limit, OrderTicket Stop) Tickets(SubmitOcoCommand command) =>
        (new OrderTicket(command.Symbol, command.Side, OrderType.LimitMaker)
        {
            Quantity = command.Quantity, Price = command.Price,
        },
        new OrderTicket(
            command.Symbol, command.Side,
            command.StopLimitPrice is null ? OrderType.StopLoss : OrderType.StopLossLimit)
        {
            Quantity = command.Quantity,
            StopPrice = command.StopPrice,
            Price = command.StopLimitPrice,
            TimeInForce = command.StopLimitPrice is null ? null : TimeInForce.Gtc,
        });

    private static OrderId LegId(SubmitOcoCommand command, string leg) =>
        OrderId.DeriveLeg(command.Caller.Tenant, command.Key, leg);

    private async Task<OcoSubmission?> FindAsync(SubmitOcoCommand command, CancellationToken cancellation)
    {
        var tenant = command.Caller.Tenant;
        if (await orders.FindAsync(tenant, LegId(command, "limit"), cancellation) is not { } limit
            || await orders.FindAsync(tenant, LegId(command, "stop"), cancellation) is not { } stop)
        {
            return null;
        }

        return limit.Fingerprint == command.Fingerprint
            ? new OcoSubmission.Placed(limit, stop, Replayed: true)
            : new OcoSubmission.Refused(new Refusal.KeyReused());
    }

    private async Task<OcoSubmission> PlaceAsync(
        SubmitOcoCommand command, Checked.Passed limitCheck, Checked.Passed stopCheck, CancellationToken cancellation)
    {
        var (limit, limitEvent) = Begin(command, "limit", limitCheck);
        var (stop, stopEvent) = Begin(command, "stop", stopCheck);
        var pair = new OcoPair(
            command.Symbol, command.Side, command.Quantity, limit.ClientOrderId, command.Price,
            stop.ClientOrderId, command.StopPrice, command.StopLimitPrice);
        var exchange = limitCheck.Exchange;
        var parcel = new Parcel<OcoPlacement>(
            [(limit, limitEvent), (stop, stopEvent)], Sum(limit, stop), Guards(limit, stop, limitCheck, stopCheck),
            exposure => RiskRules.Check(limitCheck.Input with { Exposure = exposure }) is { IsEmpty: false } broken
                ? broken
                : RiskRules.Check(stopCheck.Input with { Exposure = exposure }),
            token => exchange.SignOcoAsync(pair, token),
            signed => exchange.PlaceOcoAsync(signed, CancellationToken.None),
            answer => answer is OcoPlacement.Rejected { Error: { IsOfTheMoment: true } error } ? error : null);
        return await dispatch.HandleAsync(parcel, command.Caller, cancellation) switch
        {
            Dispatched<OcoPlacement>.Sent sent =>
                await RecordAsync(sent.Orders[0], sent.Orders[1], sent.Answer, exchange, command.Caller),
            Dispatched<OcoPlacement>.NotSent notSent => new OcoSubmission.Refused(notSent.Why),
            _ => await FindAsync(command, cancellation)
                ?? new OcoSubmission.Refused(new Refusal.Conflict(OrderStatus.Pending)),
        };
    }

    private (Order Order, Audit.AuditEvent Event) Begin(SubmitOcoCommand command, string leg, Checked.Passed passed)
    {
        var order = new Order(
            command.Caller.Tenant, LegId(command, leg), command.Account, passed.Account.Exchange,
            passed.Input.Ticket, command.Fingerprint, clock.GetUtcNow())
        {
            Reserves = passed.Input.Basis, GroupId = OrderId.Derive(command.Caller.Tenant, command.Key).Text,
        };
        order = ledger.Begin(order, command.Caller, out var first);
        return (order, first);
    }

    private static ImmutableSortedDictionary<string, decimal> Sum(Order limit, Order stop)
    {
        var sum = Exposure.Amounts(Reservation.Of(limit));
        foreach (var (name, amount) in Exposure.Amounts(Reservation.Of(stop)))
        {
            sum = sum.SetItem(name, sum.GetValueOrDefault(name) + amount);
        }

        return sum;
    }

    // Both legs are reserved, though only one can fill: it errs on the safe side, and ends with the first fill. Each
    // leg has bounds by its own price, with the other leg beside it; of two for one counter the tighter holds.
    private static ImmutableArray<CounterGuard> Guards(
        Order limit, Order stop, Checked.Passed limitCheck, Checked.Passed stopCheck) =>
        [limitCheck.Account.Gate, .. Guards(limit, stop, limitCheck).Concat(Guards(stop, limit, stopCheck))
            .GroupBy(guard => guard.Counter, StringComparer.Ordinal)
            .Select(same => new CounterGuard(same.Key, same.Min(guard => guard.AtMost)))];

    private static IEnumerable<CounterGuard> Guards(Order leg, Order other, Checked.Passed passed)
    {
        var beside = Exposure.Amounts(Reservation.Of(other));
        return GateBounds.Of(passed.Input, Reservation.Of(leg), null, passed.OpenInPair, passed.WaitingInPair)
            .Select(guard => guard with { AtMost = guard.AtMost - beside.GetValueOrDefault(guard.Counter) });
    }

    private async Task<OcoSubmission> RecordAsync(
        Order limit, Order stop, OcoPlacement answer, IExchange exchange, Caller caller)
    {
        var (ofLimit, ofStop) = answer switch
        {
            OcoPlacement.Accepted e => (
                (OrderEvent)new OrderEvent.Reported(e.Limit), (OrderEvent)new OrderEvent.Reported(e.Stop)),
            OcoPlacement.Rejected e => (
                new OrderEvent.Refused(e.Error.ToRejectReason()), new OrderEvent.Refused(e.Error.ToRejectReason())),
            OcoPlacement.Unknown e => (new OrderEvent.AnswerLost(e.Why), new OrderEvent.AnswerLost(e.Why)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        limit = await ledger.RecordAsync(limit, ofLimit, caller, CancellationToken.None);
        stop = await ledger.RecordAsync(stop, ofStop, caller, CancellationToken.None);
        return new OcoSubmission.Placed(
            await settle.TryAtOnceAsync(limit, exchange, caller),
            await settle.TryAtOnceAsync(stop, exchange, caller), Replayed: false);
    }
}

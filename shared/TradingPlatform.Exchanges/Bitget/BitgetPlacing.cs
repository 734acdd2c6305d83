using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Sends what was signed and says how it ended: taken, certainly not there, or not known.</summary>
internal sealed class BitgetPlacing(BitgetVenue venue, BitgetSending sending, BitgetLookup lookup)
{
    public async Task<Placement> PlaceAsync(SignedOrder order, CallLane lane, CancellationToken cancellation)
    {
        var wire = (BitgetWire)order.Wire;
        var sent = await sending.SendAsync(wire, lane, cancellation);
        using var answer = sent.Answer;
        var reference = new OrderReference(wire.Ticket.Symbol, order.ClientOrderId);
        switch (Judge(order, sent, data => Acknowledged(data, order.ClientOrderId)))
        {
            case Verdict<string?>.Taken taken:
                return new Placement.Accepted(await StandAsync(reference, wire.Ticket, taken.What, cancellation));
            case Verdict<string?>.Refused refused:
                return new Placement.Rejected(refused.Error);
            case Verdict<string?>.Unknown unknown:
                return new Placement.Unknown(unknown.Why);
            default:
                return await TryFindAsync(reference, cancellation) is { } found
                    ? new Placement.Accepted(found)
                    : new Placement.Unknown("a duplicate, and it could not be found");
        }
    }

    public async Task<Replacement> ReplaceAsync(SignedOrder order, CallLane lane, CancellationToken cancellation)
    {
        var wire = (BitgetWire)order.Wire;
        var first = wire.Replaces!;
        var sent = await sending.SendAsync(wire, lane, cancellation);
        using var answer = sent.Answer;
        switch (Judge(order, sent, static data => (Ok: data.Text("success") == "success", Words: data.Text("msg"))))
        {
            case Verdict<(bool Ok, string? Words)>.Taken { What: { Ok: true } }:
                return await BothAsync(first, order.ClientOrderId, wire.Ticket, cancellation);
            case Verdict<(bool Ok, string? Words)>.Taken { What: var failed }:
                // The call went well and its content did not: which half failed, only the orders themselves say.
                return await FailedAsync(
                    first, order.ClientOrderId,
                    BitgetErrors.Map(400, new BitgetVerdict(null, failed.Words ?? ""), null), cancellation);
            case Verdict<(bool Ok, string? Words)>.Refused refused:
                return new Replacement.NotCancelled(refused.Error);
            case Verdict<(bool Ok, string? Words)>.Unknown unknown:
                return new Replacement.Unknown(unknown.Why);
            default:
                return new Replacement.Unknown("a duplicate");
        }
    }

    /// <summary>
    /// The id of the order that was taken. A reduce-only order that pushes others aside has none in its answer (Place
    /// Order, futures).
    /// </summary>
    private static string? Acknowledged(JsonElement data, ClientOrderId id) =>
        data.Text("clientOid") is not { } named || named == id.Text
            ? data.Text("orderId")
            : throw new JsonException("The answer names another order.");

    /// <summary>
    /// How the order stands: its answer says only that it was taken. An order that cannot rest has ended by now.
    /// </summary>
    private async Task<OrderReport> StandAsync(
        OrderReference reference, OrderTicket ticket, string? orderId, CancellationToken cancellation)
    {
        var isPlan = ticket.Type.HasStop();
        var named = orderId is null ? reference : reference with
        {
            ExchangeOrderId = isPlan ? BitgetOrders.PlanPrefix + orderId : orderId,
        };
        var rests = isPlan || ticket is { Type: OrderType.Limit, TimeInForce: null or TimeInForce.Gtc };
        var found = rests && orderId is not null ? null : await TryFindAsync(named, cancellation);
        return found ?? new OrderReport(
            reference.ClientOrderId, named.ExchangeOrderId ?? reference.ClientOrderId.Text, ticket.Symbol,
            ReportedStatus.Open, Quantity.Zero, 0, [], venue.Time.GetUtcNow()) { Ticket = ticket };
    }

    private async Task<Replacement> BothAsync(
        OrderReference first, ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        var cancelled = await TryFindEndedAsync(first, cancellation);
        var placed = await TryFindAsync(new OrderReference(first.Symbol, id), cancellation);
        return cancelled is { Status: ReportedStatus.Cancelled or ReportedStatus.Filled } && placed is not null
            ? new Replacement.Done(cancelled, placed with { Ticket = placed.Ticket ?? ticket })
            : new Replacement.Unknown("taken, and not seen to be done yet");
    }

    private async Task<Replacement> FailedAsync(
        OrderReference first, ClientOrderId id, ExchangeError error, CancellationToken cancellation)
    {
        // Asked in this order, so that an order that was placed all the same cannot be missed.
        var old = await TryFindAsync(first, cancellation);
        if (old is null || await lookup.TryFindAsync(new OrderReference(first.Symbol, id), cancellation) is not
            { IsKnown: true, Report: null })
        {
            return new Replacement.Unknown("failed, and how the two stand is not known");
        }

        return old.Status switch
        {
            ReportedStatus.Cancelled => new Replacement.OnlyCancelled(old, error),
            ReportedStatus.Open or ReportedStatus.PartiallyFilled or ReportedStatus.Filled =>
                new Replacement.NotCancelled(error),
            _ => new Replacement.Unknown("failed, and how the first one ended is not known"),
        };
    }

    private async Task<OrderReport?> TryFindEndedAsync(OrderReference order, CancellationToken cancellation)
    {
        try
        {
            return await lookup.FindEndedAsync(order, cancellation);
        }
        catch (Exception failure) when (failure is ExchangeException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<OrderReport?> TryFindAsync(OrderReference order, CancellationToken cancellation) =>
        (await lookup.TryFindAsync(order, cancellation)).Report;

    /// <summary>What an answer proves, by the adapter's one table.</summary>
    private Verdict<T> Judge<T>(SignedOrder order, SendOutcome sent, DataParser<T> parse)
    {
        var verdict = Weigh(sent, parse);
        if (verdict is Verdict<T>.Unknown unknown)
        {
            Log.OrderUnknown(venue.Gateway.Log, venue.Gateway.Address, order.ClientOrderId.Text, unknown.Why);
        }
        else if (verdict is Verdict<T>.Refused { Error: var error })
        {
            Log.OrderRejected(
                venue.Gateway.Log, venue.Gateway.Address, order.ClientOrderId.Text, error.Kind, error.Code);
            if (error.Kind == ExchangeErrorKind.ClockSkew)
            {
                // Proven not executed; whoever signs the next order finds the clock set anew (FAILURES.md F14).
                venue.Gateway.Clock.Distrust();
            }
        }

        return verdict;
    }

    private static Verdict<T> Weigh<T>(SendOutcome sent, DataParser<T> parse)
    {
        if (sent.NotSent is { } refusal)
        {
            return new Verdict<T>.Refused(refusal);
        }

        if (sent.Answer is not { } answer)
        {
            return new Verdict<T>.Unknown(sent.Lost!);
        }

        var verdict = BitgetVerdict.Read(answer.Body);
        if (answer.IsSuccess && verdict.Code == BitgetVerdict.Success)
        {
            return WireBody.TryParse(answer, body => parse(BitgetAnswer.Data(body)), out var taken)
                ? new Verdict<T>.Taken(taken)
                : new Verdict<T>.Unknown("unreadable answer");
        }

        return BitgetErrors.Proof(answer.Status, verdict) switch
        {
            BitgetProof.NotPlaced => new Verdict<T>.Refused(
                BitgetErrors.Map(answer.Status, verdict, answer.RetryAfter)),
            BitgetProof.AlreadyOpen => new Verdict<T>.Open(),
            _ => new Verdict<T>.Unknown($"HTTP {answer.Status}, {verdict.Code ?? "no code"}"),
        };
    }
}

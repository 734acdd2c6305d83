using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Sends what was signed and says how it ended: taken, certainly not there, or not known.</summary>
internal sealed class BinancePlacing(
    BinanceVenue venue, BinanceSending sending, Func<OrderReference, CancellationToken, Task<OrderReport?>> find)
{
    public async Task<Placement> PlaceAsync(
        SignedOrder order, WireOrder.New wire, CallLane lane, CancellationToken cancellation)
    {
        var sent = await sending.SendAsync(wire, lane, cancellation);
        using var answer = sent.Answer;
        var symbol = wire.Ticket.Symbol;
        switch (Judge(order, sent, body => BinanceAnswers.Order(body, symbol)))
        {
            case Verdict<OrderReport>.Taken taken when taken.What.ClientOrderId == order.ClientOrderId:
                return new Placement.Accepted(taken.What);
            case Verdict<OrderReport>.Refused refused:
                return new Placement.Rejected(refused.Error);
            case Verdict<OrderReport>.Open:
                var found = await FindAsync(new OrderReference(symbol, order.ClientOrderId), cancellation);
                return found is not null
                    ? new Placement.Accepted(found)
                    : new Placement.Unknown("a duplicate, and it could not be found");
            case Verdict<OrderReport>.Unknown unknown:
                return new Placement.Unknown(unknown.Why);
            default:
                return new Placement.Unknown("the answer names another order");
        }
    }

    public async Task<OcoPlacement> PlaceOcoAsync(
        SignedOrder order, WireOrder.Oco wire, CallLane lane, CancellationToken cancellation)
    {
        var sent = await sending.SendAsync(wire, lane, cancellation);
        using var answer = sent.Answer;
        var pair = wire.Pair;
        switch (Judge(order, sent, body => BinanceAnswers.Pair(body, pair)))
        {
            case Verdict<(OrderReport Limit, OrderReport Stop)>.Taken taken:
                return new OcoPlacement.Accepted(taken.What.Limit, taken.What.Stop);
            case Verdict<(OrderReport Limit, OrderReport Stop)>.Refused refused:
                return new OcoPlacement.Rejected(refused.Error);
            case Verdict<(OrderReport Limit, OrderReport Stop)>.Unknown unknown:
                return new OcoPlacement.Unknown(unknown.Why);
            default:
                var limit = await FindAsync(new OrderReference(pair.Symbol, pair.LimitId), cancellation);
                var stop = await FindAsync(new OrderReference(pair.Symbol, pair.StopId), cancellation);
                return limit is not null && stop is not null
                    ? new OcoPlacement.Accepted(limit, stop)
                    : new OcoPlacement.Unknown("a duplicate, and not both legs could be found");
        }
    }

    public async Task<Replacement> ReplaceAsync(
        SignedOrder order, WireOrder.Replace wire, CallLane lane, CancellationToken cancellation)
    {
        var sent = await sending.SendAsync(wire, lane, cancellation);
        using var answer = sent.Answer;
        if (answer is not null && answer.Status is 200 or 400 or 409
            && WireBody.TryParse(answer, ReplaceAnswer.Read, out var halves) && halves.IsComplete)
        {
            return WireBody.TryParse(answer, _ => halves.Report(wire.Symbol, answer.RetryAfter), out var report)
                ? report
                : new Replacement.Unknown("unreadable answer");
        }

        return Judge<Replacement>(order, sent, _ => throw new FormatException("No replacement.")) switch
        {
            // Refused before either half was tried.
            Verdict<Replacement>.Refused refused => new Replacement.NotCancelled(refused.Error),
            Verdict<Replacement>.Unknown unknown => new Replacement.Unknown(unknown.Why),
            _ => new Replacement.Unknown("a duplicate"),
        };
    }

    /// <summary>What an answer proves, by the adapter's one table.</summary>
    private Verdict<T> Judge<T>(SignedOrder order, SendOutcome sent, BodyParser<T> parse)
    {
        var verdict = Weigh(sent, parse);
        if (verdict is Verdict<T>.Unknown unknown)
        {
            Log.OrderUnknown(venue.Log, venue.Address, order.ClientOrderId.Text, unknown.Why);
        }
        else if (verdict is Verdict<T>.Refused { Error: var error })
        {
            Log.OrderRejected(venue.Log, venue.Address, order.ClientOrderId.Text, error.Kind, error.Code);
            if (error.Kind == ExchangeErrorKind.ClockSkew)
            {
                // Proven not executed; whoever signs the next order finds the clock set anew (FAILURES.md F14).
                venue.Clock.Distrust();
            }
        }

        return verdict;
    }

    private static Verdict<T> Weigh<T>(SendOutcome sent, BodyParser<T> parse)
    {
        if (sent.NotSent is { } refusal)
        {
            return new Verdict<T>.Refused(refusal);
        }

        if (sent.Answer is not { } answer)
        {
            return new Verdict<T>.Unknown(sent.Lost!);
        }

        if (answer.IsSuccess)
        {
            return WireBody.TryParse(answer, parse, out var taken)
                ? new Verdict<T>.Taken(taken)
                : new Verdict<T>.Unknown("unreadable answer");
        }

        var body = BinanceAnswerError.Read(answer.Body);
        var error = BinanceErrors.Map(answer.Status, body, answer.RetryAfter);
        return BinanceErrors.Proof(answer.Status, body) switch
        {
            PlacementProof.NotPlaced => new Verdict<T>.Refused(error),
            PlacementProof.AlreadyOpen => new Verdict<T>.Open(),
            _ => new Verdict<T>.Unknown(
                body.Code is null ? error.Code : $"HTTP {answer.Status}, {error.Code}"),
        };
    }

    private async Task<OrderReport?> FindAsync(OrderReference order, CancellationToken cancellation)
    {
        try
        {
            return await find(order, cancellation);
        }
        catch (Exception failure) when (failure is ExchangeException or OperationCanceledException)
        {
            // The order was sent: not being able to ask about it is not knowing, not a failure.
            return null;
        }
    }
}

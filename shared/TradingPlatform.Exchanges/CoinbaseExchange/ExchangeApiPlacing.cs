using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>Says what sending an order, or a cancel, has shown.</summary>
internal static class ExchangeApiPlacing
{
    /// <summary>Taken, certainly not there, or not known.</summary>
    public static Placement Judge(SignedOrder order, OrderTicket ticket, SendOutcome sent)
    {
        if (sent.NotSent is { } refusal)
        {
            return new Placement.Rejected(refusal);
        }

        if (sent.Answer is not { } answer)
        {
            return new Placement.Unknown(sent.Lost!);
        }

        if (!answer.IsSuccess)
        {
            var error = ExchangeApiErrors.Of(answer);
            return ExchangeApiErrors.ProvesAbsence(answer.Status, ExchangeApiErrors.Message(answer.Body))
                ? new Placement.Rejected(error)
                : new Placement.Unknown(error.Code);
        }

        return WireBody.TryParse(
            answer, body => ExchangeApiOrders.Order(body, ticket.Symbol, order.ClientOrderId), out var report)
                ? Read(order, report)
                : new Placement.Unknown("unreadable answer");
    }

    /// <summary>Writes what came of it, and remembers what was told.</summary>
    public static void Record(
        Placement placement, SignedOrder order, CoinbaseVenue venue, CoinbaseAccount account)
    {
        switch (placement)
        {
            case Placement.Accepted accepted:
                account.Known.Learn(accepted.Report);
                break;
            case Placement.Unknown unknown:
                Log.OrderUnknown(venue.Log, venue.Address, order.ClientOrderId.Text, unknown.Why);
                break;
            case Placement.Rejected { Error: var error }:
                Log.OrderRejected(venue.Log, venue.Address, order.ClientOrderId.Text, error.Kind, error.Code);
                if (error.Kind is ExchangeErrorKind.ClockSkew)
                {
                    // Proven not executed; whoever signs the next order finds the clock set anew (FAILURES.md F14).
                    venue.Clock.Distrust();
                }

                break;
        }
    }

    /// <summary>A cancel that was not taken. What was never sent is certain; all else is not.</summary>
    public static Cancellation NotCancelled(ExchangeError error) => error switch
    {
        { Kind: ExchangeErrorKind.OrderNotFound } => new Cancellation.NothingToCancel(),
        { Kind: ExchangeErrorKind.Unavailable, Code: not "CIRCUIT_OPEN" } or { Kind: ExchangeErrorKind.Other } =>
            new Cancellation.Unknown(error.Code),
        _ => new Cancellation.Refused(error),
    };

    private static Placement Read(SignedOrder order, OrderReport report) => report switch
    {
        _ when report.ClientOrderId != order.ClientOrderId =>
            new Placement.Unknown("the answer names another order"),
        { Status: ReportedStatus.Rejected } => new Placement.Rejected(new ExchangeError(
            ExchangeApiErrors.KindOf(report.Reason ?? "") ?? ExchangeErrorKind.Other,
            report.Reason ?? "rejected", report.Reason ?? "The exchange rejected the order.")),
        _ => new Placement.Accepted(report),
    };
}

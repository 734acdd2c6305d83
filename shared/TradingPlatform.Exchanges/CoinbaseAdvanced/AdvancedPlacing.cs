using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>
/// Sends an order and says how that ended. Where the answer is lost, the very same bytes are posted once more: the
/// exchange answers a client order id that it has with the order it has, and creates nothing (FACTS.md E3). They carry
/// the same token, so what a gate has let through cannot enter later than the gate has allowed (docs/adr/0026).
/// </summary>
internal sealed class AdvancedPlacing(CoinbaseVenue venue, CoinbaseAccount account, AdvancedHistory history)
{
    // Left of the token's life, for the way there.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public async Task<Placement> PlaceAsync(SignedOrder order, CallLane lane, CancellationToken cancellation)
    {
        var wire = (CoinbaseWireOrder)order.Wire;
        var started = venue.Time.GetTimestamp();
        var sent = await venue.Orders.SendAsync(
            wire.TakeCall, () => account.Turns.TakePlace(lane), account.Budget.Return, cancellation);
        Placement placement;
        using (sent.Answer)
        {
            placement = await JudgeAsync(order, wire.Ticket, sent, cancellation);
        }

        if (placement is Placement.Unknown unknown)
        {
            Log.OrderUnknown(venue.Log, venue.Address, order.ClientOrderId.Text, unknown.Why);
            var isGood = venue.Time.GetElapsedTime(started) < venue.Options.TokenLife - Margin;
            placement = isGood ? await AskAsync(order, wire, unknown, cancellation) : unknown;
        }

        Record(order, placement);
        return placement;
    }

    /// <summary>A cancel that was not taken. What was never sent is certain; all else is not.</summary>
    public static Cancellation NotCancelled(ExchangeError error) => error switch
    {
        { Kind: ExchangeErrorKind.OrderNotFound } => new Cancellation.NothingToCancel(),
        { Kind: ExchangeErrorKind.Unavailable, Code: not "CIRCUIT_OPEN" } or { Kind: ExchangeErrorKind.Other } =>
            new Cancellation.Unknown(error.Code),
        _ => new Cancellation.Refused(error),
    };

    /// <summary>What an order's answer says of it.</summary>
    /// <exception cref="JsonException">It is neither a yes nor a no.</exception>
    public static (OrderReport? Taken, AdvancedRefusal Refusal) Read(
        ReadOnlySpan<byte> body, SignedOrder order, OrderTicket ticket)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        if (json.Boolean("success") is not true)
        {
            return (null, AdvancedRefusal.Of(json));
        }

        var yes = json.Member("success_response") ?? json;
        var isOurs = yes.Text("client_order_id") is { } id && id == order.ClientOrderId.Text
            && yes.Text("product_id") == ticket.Symbol.Text
            && AdvancedWords.Side(yes.Text("side")) is { } side && side == ticket.Side
            && IsAsked(json, ticket);
        return isOurs
            ? (new OrderReport(
                order.ClientOrderId, yes.Text("order_id") ?? throw new JsonException("The answer names no order."),
                ticket.Symbol, ReportedStatus.Open, Core.Markets.Quantity.Zero, null, [], order.SignedAt), default)
            : throw new JsonException("The answer names another order.");
    }

    // Where the answer repeats the order's terms, they are those that were asked for.
    private static bool IsAsked(JsonElement json, OrderTicket ticket) =>
        AdvancedTerms.Read(json, ticket.Symbol, ticket.Side) is not { } told
        || (told.Quantity == ticket.Quantity && told.QuoteQuantity == ticket.QuoteQuantity
            && told.Price == ticket.Price && told.StopPrice == ticket.StopPrice);

    private async Task<Placement> JudgeAsync(
        SignedOrder order, OrderTicket ticket, SendOutcome sent, CancellationToken cancellation)
    {
        if (sent.NotSent is { } held)
        {
            return new Placement.Rejected(held);
        }

        if (sent.Answer is not { } answer)
        {
            return new Placement.Unknown(sent.Lost!);
        }

        var refusal = AdvancedRefusal.Read(answer.Body);
        if (answer.IsSuccess)
        {
            if (!WireBody.TryParse(answer, body => Read(body, order, ticket), out var said))
            {
                return new Placement.Unknown("unreadable answer, or one that names another order");
            }

            if (said.Taken is { } report)
            {
                return new Placement.Accepted(report);
            }

            refusal = said.Refusal;
        }

        var error = AdvancedErrors.Map(answer.Status, refusal, answer.RetryAfter);
        return AdvancedErrors.IsDuplicate(refusal) ? await FindAsync(order, ticket, cancellation)
            : AdvancedErrors.ProvesAbsence(answer.Status, refusal) ? new Placement.Rejected(error)
            : new Placement.Unknown(error.Code);
    }

    /// <summary>
    /// Posts the same bytes once more. Only a yes is believed: a no to the second says nothing of the first.
    /// </summary>
    private async Task<Placement> AskAsync(
        SignedOrder order, CoinbaseWireOrder wire, Placement.Unknown unknown, CancellationToken cancellation)
    {
        var sent = await venue.Orders.SendAsync(
            wire.SameCall, () => account.Budget.TryTake(CallLane.Inquiry, 1), account.Budget.Return, cancellation);
        using var answer = sent.Answer;
        return answer is { IsSuccess: true }
            && WireBody.TryParse(answer, body => Read(body, order, wire.Ticket), out var said)
            && said.Taken is { } report
                ? new Placement.Accepted(report)
                : unknown;
    }

    private async Task<Placement> FindAsync(
        SignedOrder order, OrderTicket ticket, CancellationToken cancellation)
    {
        try
        {
            return await history.FindAsync(
                new OrderReference(ticket.Symbol, order.ClientOrderId), cancellation) is { } found
                    ? new Placement.Accepted(found)
                    : new Placement.Unknown("a duplicate, and it could not be found");
        }
        catch (Exception failure) when (failure is ExchangeException or OperationCanceledException)
        {
            // The order was sent: not being able to ask about it is not knowing, not a failure.
            return new Placement.Unknown("a duplicate, and it could not be asked about");
        }
    }

    private void Record(SignedOrder order, Placement placement)
    {
        if (placement is Placement.Accepted accepted)
        {
            account.Known.Learn(accepted.Report);
        }
        else if (placement is Placement.Rejected { Error: var error })
        {
            Log.OrderRejected(venue.Log, venue.Address, order.ClientOrderId.Text, error.Kind, error.Code);
            if (error.Kind is ExchangeErrorKind.ClockSkew or ExchangeErrorKind.CredentialsInvalid)
            {
                // A token's time may be what was not accepted; whoever signs next finds the clock set anew.
                venue.Clock.Distrust();
            }
        }
    }
}

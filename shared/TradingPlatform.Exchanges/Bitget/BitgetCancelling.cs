using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// Cancels orders and plan orders. The exchange's yes means that it has taken the cancel, not that it is done.
/// </summary>
internal sealed class BitgetCancelling(BitgetVenue venue, BitgetCalls calls, BitgetLookup lookup)
{
    private BitgetProduct Product => venue.Product;

    public async Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation)
    {
        try
        {
            var error = await SendAsync(order, cancellation);
            if (error is not null)
            {
                return Refusal(error);
            }

            return await lookup.FindEndedAsync(order, cancellation) switch
            {
                { Status: ReportedStatus.Cancelled } report => new Cancellation.Done(report),
                { Status: ReportedStatus.Open or ReportedStatus.PartiallyFilled } =>
                    new Cancellation.Unknown("taken, and not done yet"),
                null => new Cancellation.Unknown("taken, and then not found"),
                // It ended by itself before the cancel reached it.
                _ => new Cancellation.NothingToCancel(),
            };
        }
        catch (ExchangeException failure)
        {
            return failure.Error is { Kind: ExchangeErrorKind.Unavailable, Code: not "CIRCUIT_OPEN" }
                ? new Cancellation.Unknown(failure.Error.Code)
                : new Cancellation.Refused(failure.Error);
        }
    }

    /// <summary>Cancels all of a pair: orders, and plan orders. The first refusal, or null.</summary>
    public async Task<ExchangeError?> CancelAllAsync(Symbol symbol, CancellationToken cancellation)
    {
        var spelling = await venue.SpellAsync(symbol, cancellation);
        var orders = await TryAsync(Product.CancelSymbol, Body(("symbol", spelling)), cancellation);
        var plans = await TryAsync(Product.CancelPlans, PlansOf(spelling), cancellation);
        return orders ?? plans;
    }

    private static Cancellation Refusal(ExchangeError error) => error.Kind switch
    {
        ExchangeErrorKind.OrderNotFound => new Cancellation.NothingToCancel(),
        ExchangeErrorKind.Unavailable or ExchangeErrorKind.Other => new Cancellation.Unknown(error.Code),
        _ => new Cancellation.Refused(error),
    };

    private async Task<ExchangeError?> SendAsync(OrderReference order, CancellationToken cancellation)
    {
        var spelling = await venue.SpellAsync(order.Symbol, cancellation);
        if (order.ExchangeOrderId is not { } id)
        {
            // Not told yet what it is: an order's id and a plan's are of one kind.
            var error = await OfOrderAsync(spelling, ("clientOid", order.ClientOrderId.Text), cancellation);
            return error is { Kind: ExchangeErrorKind.OrderNotFound }
                ? await OfPlanAsync(spelling, ("clientOid", order.ClientOrderId.Text), cancellation)
                : error;
        }

        if (!id.StartsWith(BitgetOrders.PlanPrefix, StringComparison.Ordinal))
        {
            return await OfOrderAsync(spelling, ("orderId", id), cancellation);
        }

        var plan = id[BitgetOrders.PlanPrefix.Length..];
        var refused = await OfPlanAsync(spelling, ("orderId", plan), cancellation);
        return refused is null ? null : await OfWokenAsync(spelling, plan, refused, cancellation);
    }

    // A plan that has woken cannot be cancelled any more; the order that came of it can.
    private async Task<ExchangeError?> OfWokenAsync(
        string spelling, string plan, ExchangeError refused, CancellationToken cancellation)
    {
        var orders = await lookup.OrdersOfPlanAsync(plan, cancellation);
        return orders.Count == 0 ? refused : await OfOrderAsync(spelling, ("orderId", orders[^1]), cancellation);
    }

    private Task<ExchangeError?> OfOrderAsync(
        string spelling, (string, string) by, CancellationToken cancellation) =>
        CallAsync(Product.Cancel, Body(("symbol", spelling), by), cancellation);

    private Task<ExchangeError?> OfPlanAsync(
        string spelling, (string, string) by, CancellationToken cancellation) => CallAsync(
            Product.CancelPlan,
            Product.IsFutures
                ? BitgetBody.Write(json =>
                {
                    WriteFutures(json, spelling);
                    json.WriteStartArray("orderIdList"u8);
                    json.WriteStartObject();
                    json.WriteString(by.Item1, by.Item2);
                    json.WriteEndObject();
                    json.WriteEndArray();
                })
                : BitgetBody.Write([by]),
            cancellation);

    private byte[] PlansOf(string spelling) => BitgetBody.Write(json =>
    {
        if (Product.IsFutures)
        {
            WriteFutures(json, spelling);
            return;
        }

        json.WriteStartArray("symbolList"u8);
        json.WriteStringValue(spelling);
        json.WriteEndArray();
    });

    private static void WriteFutures(Utf8JsonWriter json, string spelling)
    {
        json.WriteString("symbol"u8, spelling);
        json.WriteString("productType"u8, BitgetProduct.Futures.InstType);
        json.WriteString("planType"u8, "normal_plan"u8);
    }

    private byte[] Body(params IEnumerable<(string, string)> members) => BitgetBody.Write(
        Product.IsFutures ? members.Append(("productType", Product.InstType)) : members);

    /// <summary>Having nothing to cancel is no refusal where all are to be cancelled.</summary>
    private async Task<ExchangeError?> TryAsync(BitgetEndpoint endpoint, byte[] body, CancellationToken cancellation)
    {
        try
        {
            var error = await CallAsync(endpoint, body, cancellation);
            return error is { Kind: ExchangeErrorKind.OrderNotFound } ? null : error;
        }
        catch (ExchangeException failure)
        {
            return failure.Error;
        }
    }

    /// <summary>Null where the exchange took it; else why not, be it for one item of a batch that went well.</summary>
    private async Task<ExchangeError?> CallAsync(BitgetEndpoint endpoint, byte[] body, CancellationToken cancellation)
    {
        using var answer = await calls.PostAsync(CallLane.Protect, endpoint, body, cancellation);
        return BitgetAnswer.IsSuccess(answer)
            ? BitgetAnswer.Parse(answer, BitgetAnswer.FirstFailure)
            : BitgetAnswer.Error(answer);
    }
}

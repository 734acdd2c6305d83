using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>An account's orders and trades: what is open from memory, the rest from the store. Nothing is answered
/// that a crash could still take back.</summary>
internal static class QueryEndpoints
{
    public static async ValueTask<Reply> FindAsync(RestCall call)
    {
        const int weight = 4;
        var market = call.Market();
        var (orderId, clientId) = OrderEndpoints.ReadIdentity(call.Parameters, "orderId"u8, "origClientOrderId"u8);
        call.Parameters.FailUnread();
        if (market is null || call.Parameters.Failure is not null)
        {
            return Reply.Refuse(call.Parameters.Failure!, weight);
        }

        var order = await call.Floor.DoAsync(_ => Open(call.Account, market, orderId, clientId));
        order ??= orderId is { } id
            ? call.Floor.History.Order(call.Account.Id, market.Name, id)
            : call.Floor.History.Order(call.Account.Id, market.Name, clientId!);
        if (order is null)
        {
            return Reply.Refuse(Refusal.NoSuchOrder, weight);
        }

        return orderId is not null && clientId is not null && order.ClientOrderId != clientId
            ? Reply.Refuse(Refusal.IdMismatch, weight)
            : Reply.Of(weight, writer => OrderJson.WriteQueried(writer, order));
    }

    public static async ValueTask<Reply> OpenAsync(RestCall call)
    {
        var isForAll = !call.Parameters.Has("symbol"u8);
        var weight = isForAll ? 80 : 6;
        var market = isForAll ? null : call.Market();
        call.Parameters.FailUnread();
        if (call.Parameters.Failure is { } failure)
        {
            return Reply.Refuse(failure, weight);
        }

        var open = await call.Floor.DoAsync(_ => call.Account.OpenOrders.Values
            .Where(live => market is null || live.Market == market)
            .OrderBy(live => live.Market.Index)
            .ThenBy(live => live.Order.OrderId)
            .Select(live => live.Order)
            .ToArray());
        return Reply.Of(weight, writer => OrderJson.WriteQueried(writer, open));
    }

    public static async ValueTask<Reply> AllAsync(RestCall call)
    {
        const int weight = 20;
        var market = call.Market();
        var from = call.Parameters.Number("orderId"u8);
        var (start, end) = ReadSpan(call.Parameters);
        var limit = call.Parameters.Limit(500, 1000);
        call.Parameters.FailUnread();
        if (market is null || call.Parameters.Failure is not null)
        {
            return Reply.Refuse(call.Parameters.Failure!, weight);
        }

        await call.Floor.WhenSettled();
        var orders = call.Floor.History.Orders(call.Account.Id, market.Name, from, start, end, limit);
        return Reply.Of(weight, writer => OrderJson.WriteQueried(writer, orders));
    }

    public static async ValueTask<Reply> TradesAsync(RestCall call)
    {
        var market = call.Market();
        var orderId = call.Parameters.Number("orderId"u8);
        var from = call.Parameters.Number("fromId"u8);
        var (start, end) = ReadSpan(call.Parameters);
        var limit = call.Parameters.Limit(500, 1000);
        var weight = orderId is null ? 20 : 5;
        if (from is not null && (start > 0 || end < long.MaxValue))
        {
            call.Parameters.Fail(new Refusal(-1128, "Combination of optional parameters invalid."));
        }

        call.Parameters.FailUnread();
        if (market is null || call.Parameters.Failure is not null)
        {
            return Reply.Refuse(call.Parameters.Failure!, weight);
        }

        await call.Floor.WhenSettled();
        var trades = call.Floor.History.Trades(
            call.Account.Id, market.Name, orderId, from, start, end, limit);
        return Reply.Of(weight, writer => OrderJson.WriteTrades(writer, trades));
    }

    private static Order? Open(Account account, Market market, long? orderId, string? clientId)
    {
        var live = orderId is { } id
            ? market.OpenOrders.GetValueOrDefault(id)
            : account.OpenOrders.GetValueOrDefault(clientId!);
        return live is not null && live.Account == account && live.Market == market ? live.Order : null;
    }

    /// <summary>A span of at most 24 hours; an end that is missing leaves its side open.</summary>
    private static (long Start, long End) ReadSpan(RequestParameters parameters)
    {
        var start = parameters.Number("startTime"u8);
        var end = parameters.Number("endTime"u8);
        if (end - start > 86_400_000)
        {
            parameters.Fail(new Refusal(-1127, "More than 24 hours between startTime and endTime."));
        }

        return (start ?? 0, end ?? long.MaxValue);
    }
}

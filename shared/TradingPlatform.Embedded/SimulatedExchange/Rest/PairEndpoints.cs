using System.Text;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>OCO pairs: placing, cancelling and asking about them.</summary>
internal static class PairEndpoints
{
    public static async ValueTask<Reply> PlaceAsync(RestCall call)
    {
        var parameters = call.Parameters;
        var market = call.Market();
        var side = OrderRequest.ReadSide(parameters);
        var quantity = parameters.Amount("quantity"u8);
        var listId = parameters.ClientId("listClientOrderId"u8) ?? call.Floor.NewClientId();
        var selfTrade = OrderRequest.ReadSelfTrade(parameters);
        var response = OrderRequest.ReadResponseType(parameters, isFullByDefault: false);
        var above = ReadLeg(call, "above", market, side ?? Side.Buy, quantity, selfTrade);
        var below = ReadLeg(call, "below", market, side ?? Side.Buy, quantity, selfTrade);
        CheckTypes(parameters, above, below);
        parameters.FailUnread();
        if (above is null || below is null || parameters.Failure is not null)
        {
            return Reply.Refuse(parameters.Failure!);
        }

        var placed = await call.Floor.DoAsync(now =>
        {
            PairPlacement placement = (call.Late(now) ?? call.Limiter.RefuseOrders(call.Account, 2, now)) is { } refusal
                ? new PairPlacement.Refused(refusal)
                : call.Engine.PlacePair(call.Account, listId, above, below, now);
            call.Account.Rate.Placed(placement is PairPlacement.Accepted ? 2 : 0, now);
            call.OrderCounts = (call.Account.Rate.InTenSeconds(now), call.Account.Rate.InDay(now));
            return placement;
        });
        return placed switch
        {
            PairPlacement.Accepted accepted => Reply.Of(
                0, writer => OrderJson.WritePlacedList(writer, accepted.List, accepted.Orders, response)),
            PairPlacement.Refused refused => Reply.Refuse(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static async ValueTask<Reply> CancelAsync(RestCall call)
    {
        var market = call.Market();
        var (listId, clientId) = OrderEndpoints.ReadIdentity(
            call.Parameters, "orderListId"u8, "listClientOrderId"u8);
        var requestId = call.Parameters.ClientId("newClientOrderId"u8) ?? call.Floor.NewClientId();
        call.Parameters.FailUnread();
        if (market is null || call.Parameters.Failure is not null)
        {
            return Reply.Refuse(call.Parameters.Failure!);
        }

        return await OrderEndpoints.CancelAsync(
            call, requestId,
            now => call.Engine.CancelPair(call.Account, market, listId, clientId, requestId, now));
    }

    public static async ValueTask<Reply> FindAsync(RestCall call)
    {
        var (listId, clientId) = OrderEndpoints.ReadIdentity(
            call.Parameters, "orderListId"u8, "origClientOrderId"u8);
        call.Parameters.FailUnread();
        if (call.Parameters.Failure is { } failure)
        {
            return Reply.Refuse(failure, 4);
        }

        await call.Floor.WhenSettled();
        return call.Floor.History.List(call.Account.Id, listId, clientId) is { } list
            ? Reply.Of(4, writer => OrderJson.WriteList(writer, list))
            : Reply.Refuse(new Refusal(-2018, "Order list does not exist."), 4);
    }

    public static async ValueTask<Reply> OpenAsync(RestCall call)
    {
        return WriteLists(6, await call.Floor.DoAsync(_ =>
            call.Account.OpenLists.Values.Select(list => list.State).OrderBy(list => list.Id).ToArray()));
    }

    public static async ValueTask<Reply> AllAsync(RestCall call)
    {
        var from = call.Parameters.Number("fromId"u8) ?? 0;
        var start = call.Parameters.Number("startTime"u8) ?? 0;
        var end = call.Parameters.Number("endTime"u8) ?? long.MaxValue;
        var limit = call.Parameters.Limit(500, 1000);
        if (call.Parameters.Failure is { } failure)
        {
            return Reply.Refuse(failure, 20);
        }

        await call.Floor.WhenSettled();
        return WriteLists(20, call.Floor.History.Lists(call.Account.Id, from, start, end, limit));
    }

    private static Reply WriteLists(int weight, IReadOnlyList<OrderListState> lists) => Reply.Of(weight, writer =>
    {
        writer.WriteStartArray();
        foreach (var list in lists)
        {
            OrderJson.WriteList(writer, list);
        }

        writer.WriteEndArray();
    });

    private static NewOrder? ReadLeg(
        RestCall call, string leg, Market? market, Side side, decimal quantity, SelfTradePrevention selfTrade)
    {
        var parameters = call.Parameters;
        byte[] Name(string rest) => Encoding.ASCII.GetBytes(leg + rest);
        var type = OrderRequest.ReadWord(
            parameters, Name("Type"), Words.ParseType, new Refusal(-1116, "Invalid orderType."));
        var order = new NewOrder
        {
            Market = market!,
            Side = side,
            Type = type ?? OrderType.Limit,
            TimeInForce = OrderRequest.ReadTimeInForce(parameters, Name("TimeInForce"))
                ?? TimeInForce.GoodTillCancelled,
            Quantity = quantity,
            Price = parameters.Amount(Name("Price")),
            StopPrice = parameters.Amount(Name("StopPrice")),
            TrailingDelta = (int)Math.Min(parameters.Number(Name("TrailingDelta")) ?? 0, int.MaxValue),
            IcebergQuantity = parameters.Amount(Name("IcebergQty")),
            ClientOrderId = parameters.ClientId(Name("ClientOrderId")) ?? call.Floor.NewClientId(),
            SelfTrade = selfTrade,
            StrategyId = parameters.Number(Name("StrategyId")),
            StrategyType = parameters.Number(Name("StrategyType")),
        };
        if (!order.IsMarket && order.Price == 0)
        {
            parameters.FailMandatory(Name("Price"));
        }

        if (order is { IsAlgo: true, StopPrice: 0, TrailingDelta: 0 })
        {
            parameters.FailMandatory(Name("StopPrice"));
        }

        if (order.Type is OrderType.StopLossLimit or OrderType.TakeProfitLimit && !parameters.Has(Name("TimeInForce")))
        {
            parameters.FailMandatory(Name("TimeInForce"));
        }

        return market is null || type is null ? null : order;
    }

    /// <summary>One leg takes profit, or makes, on the good side; the other stops the loss on the bad one.</summary>
    private static void CheckTypes(RequestParameters parameters, NewOrder? above, NewOrder? below)
    {
        if (above is null || below is null)
        {
            return;
        }

        if (above.Type is OrderType.Limit or OrderType.Market || below.Type is OrderType.Limit or OrderType.Market)
        {
            parameters.Fail(new Refusal(-1158, "Order type not supported in OCO."));
        }

        var (profit, loss) = above.Side is Side.Sell ? (above, below) : (below, above);
        var isSell = above.Side is Side.Sell;
        if (profit.Type is OrderType.StopLoss or OrderType.StopLossLimit)
        {
            parameters.Fail(isSell
                ? new Refusal(-1197, "A stop loss order in a sell OCO must be below.")
                : new Refusal(-1196, "A stop loss order in a buy OCO must be above."));
        }

        if (loss.Type is OrderType.LimitMaker)
        {
            parameters.Fail(isSell
                ? new Refusal(-1166, "A limit order in a sell OCO must be above.")
                : new Refusal(-1165, "A limit order in a buy OCO must be below."));
        }
        else if (loss.Type is OrderType.TakeProfit or OrderType.TakeProfitLimit)
        {
            parameters.Fail(isSell
                ? new Refusal(-1199, "A take profit order in a sell OCO must be above.")
                : new Refusal(-1198, "A take profit order in a buy OCO must be below."));
        }
    }
}

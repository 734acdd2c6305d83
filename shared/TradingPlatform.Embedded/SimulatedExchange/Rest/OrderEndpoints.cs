using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>Placing, testing, cancelling and amending single orders.</summary>
internal static class OrderEndpoints
{
    public static async ValueTask<Reply> PlaceAsync(RestCall call)
    {
        var asked = OrderRequest.Read(call, call.Market());
        var response = OrderRequest.ReadResponseType(
            call.Parameters, asked?.Type is OrderType.Limit or OrderType.Market);
        call.Parameters.FailUnread();
        if (asked is null || call.Parameters.Failure is not null)
        {
            return Reply.Refuse(call.Parameters.Failure!);
        }

        return await call.Floor.DoAsync(_ => Place(call, asked)) switch
        {
            Placement.Accepted accepted => Reply.Of(
                0, writer => OrderJson.WritePlaced(writer, accepted.Order, accepted.Fills, response)),
            Placement.Refused refused => Reply.Refuse(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static ValueTask<Reply> Test(RestCall call)
    {
        var asked = OrderRequest.Read(call, call.Market());
        OrderRequest.ReadResponseType(call.Parameters, isFullByDefault: true);
        var withRates = call.Parameters.Flag("computeCommissionRates"u8);
        call.Parameters.FailUnread();
        if (asked is null || call.Parameters.Failure is not null)
        {
            return ValueTask.FromResult(Reply.Refuse(call.Parameters.Failure!));
        }

        lock (call.Floor.Gate)
        {
            if (MatchingEngine.Check(call.Account, asked, call.Floor.Clock.Now) is { } refusal)
            {
                return ValueTask.FromResult(Reply.Refuse(refusal));
            }
        }

        return ValueTask.FromResult(Reply.Of(withRates ? 20 : 1, writer =>
        {
            writer.WriteStartObject();
            if (withRates)
            {
                AccountJson.WriteCommissions(writer, call.Floor.Options.Fees, forOrder: true);
            }

            writer.WriteEndObject();
        }));
    }

    public static async ValueTask<Reply> CancelAsync(RestCall call)
    {
        var market = call.Market();
        var (orderId, clientId) = ReadIdentity(call.Parameters, "orderId"u8, "origClientOrderId"u8);
        var requestId = call.Parameters.ClientId("newClientOrderId"u8) ?? call.Floor.NewClientId();
        var restriction = ReadRestriction(call.Parameters);
        call.Parameters.FailUnread();
        if (market is null || call.Parameters.Failure is not null)
        {
            return Reply.Refuse(call.Parameters.Failure!);
        }

        return await CancelAsync(
            call, requestId,
            now => call.Engine.Cancel(call.Account, market, orderId, clientId, restriction, requestId, now));
    }

    /// <summary>Cancels within the request's window, and answers.</summary>
    public static async ValueTask<Reply> CancelAsync(
        RestCall call, string requestId, Func<long, Cancellation> cancel)
    {
        var cancellation = await call.Floor.DoAsync(now => call.Late(now) is { } late
            ? new Cancellation.Refused(late)
            : cancel(now));
        return cancellation is Cancellation.Refused refused
            ? Reply.Refuse(refused.Reason)
            : Reply.Of(0, writer => OrderJson.WriteCancellation(writer, cancellation, requestId));
    }

    public static async ValueTask<Reply> CancelAllAsync(RestCall call)
    {
        var market = call.Market();
        call.Parameters.FailUnread();
        if (market is null || call.Parameters.Failure is not null)
        {
            return Reply.Refuse(call.Parameters.Failure!);
        }

        var requestId = call.Floor.NewClientId();
        var (late, cancelled) = await call.Floor.DoAsync<(Refusal?, IReadOnlyList<Cancellation>)>(
            now => call.Late(now) is { } refusal
                ? (refusal, [])
                : (null, call.Engine.CancelAll(call.Account, market, requestId, now)));
        return cancelled.Count == 0 ? Reply.Refuse(late ?? Refusal.UnknownOrder) : Reply.Of(0, writer =>
        {
            writer.WriteStartArray();
            foreach (var each in cancelled)
            {
                OrderJson.WriteCancellation(writer, each, requestId);
            }

            writer.WriteEndArray();
        });
    }

    public static async ValueTask<Reply> AmendAsync(RestCall call)
    {
        var market = call.Market();
        var (orderId, clientId) = ReadIdentity(call.Parameters, "orderId"u8, "origClientOrderId"u8);
        var newClientId = call.Parameters.ClientId("newClientOrderId"u8);
        var quantity = call.Parameters.Amount("newQty"u8);
        if (!call.Parameters.Has("newQty"u8))
        {
            call.Parameters.FailMandatory("newQty"u8);
        }

        call.Parameters.FailUnread();
        if (market is null || call.Parameters.Failure is not null)
        {
            return Reply.Refuse(call.Parameters.Failure!);
        }

        return await call.Floor.DoAsync(now => call.Late(now) is { } late
            ? new Amendment.Refused(late)
            : call.Engine.Amend(call.Account, market, orderId, clientId, quantity, newClientId, now)) switch
        {
            Amendment.Accepted accepted => Reply.Of(4, writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("transactTime"u8, accepted.Order.UpdateTime);
                writer.WriteNumber("executionId"u8, accepted.ExecutionId);
                writer.WritePropertyName("amendedOrder"u8);
                OrderJson.WriteQueried(writer, accepted.Order);
                writer.WriteEndObject();
            }),
            Amendment.Refused refused => Reply.Refuse(refused.Reason, 4),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Places under the gate: window and order rate first, as each refused order costs its place only when
    /// it was taken.</summary>
    public static Placement Place(RestCall call, NewOrder asked)
    {
        var now = call.Floor.Clock.Now;
        if ((call.Late(now) ?? call.Limiter.RefuseOrders(call.Account, 1, now)) is { } refusal)
        {
            return new Placement.Refused(refusal);
        }

        call.Account.Rate.Placed(1, now);
        var placement = call.Engine.Place(call.Account, asked, now);
        if (placement is Placement.Refused)
        {
            call.Account.Rate.Placed(-1, now);
        }

        call.OrderCounts = (call.Account.Rate.InTenSeconds(now), call.Account.Rate.InDay(now));
        return placement;
    }

    public static (long? OrderId, string? ClientId) ReadIdentity(
        RequestParameters parameters, ReadOnlySpan<byte> orderIdName, ReadOnlySpan<byte> clientIdName)
    {
        var identity = (parameters.Number(orderIdName), parameters.Text(clientIdName));
        if (identity is (null, null))
        {
            parameters.Fail(new Refusal(
                -1102,
                $"Param '{System.Text.Encoding.UTF8.GetString(clientIdName)}' or"
                + $" '{System.Text.Encoding.UTF8.GetString(orderIdName)}' must be sent, but both were empty/null!"));
        }

        return identity;
    }

    public static CancelRestriction ReadRestriction(RequestParameters parameters)
    {
        switch (parameters.Text("cancelRestrictions"u8))
        {
            case null:
                return CancelRestriction.None;
            case "ONLY_NEW":
                return CancelRestriction.OnlyNew;
            case "ONLY_PARTIALLY_FILLED":
                return CancelRestriction.OnlyPartiallyFilled;
            default:
                parameters.Fail(new Refusal(-1145, "Invalid cancelRestrictions"));
                return CancelRestriction.None;
        }
    }
}

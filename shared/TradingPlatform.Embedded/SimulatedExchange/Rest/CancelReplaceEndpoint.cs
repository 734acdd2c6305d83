using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>Cancels one order and places another in a single request.</summary>
internal static class CancelReplaceEndpoint
{
    public static async ValueTask<Reply> HandleAsync(RestCall call)
    {
        var parameters = call.Parameters;
        var market = call.Market();
        var mode = OrderRequest.ReadWord<Mode>(
            parameters,
            "cancelReplaceMode"u8,
            word => word switch
            {
                "STOP_ON_FAILURE" => Mode.StopOnFailure,
                "ALLOW_FAILURE" => Mode.AllowFailure,
                _ => null,
            },
            new Refusal(-1130, "Data sent for parameter 'cancelReplaceMode' is not valid."));
        var (orderId, clientId) = OrderEndpoints.ReadIdentity(
            parameters, "cancelOrderId"u8, "cancelOrigClientOrderId"u8);
        var requestId = parameters.ClientId("cancelNewClientOrderId"u8) ?? call.Floor.NewClientId();
        var restriction = OrderEndpoints.ReadRestriction(parameters);
        var asked = OrderRequest.Read(call, market);
        var response = OrderRequest.ReadResponseType(parameters, asked?.Type is OrderType.Limit or OrderType.Market);
        parameters.Text("orderRateLimitExceededMode"u8);
        parameters.FailUnread();
        if (market is null || asked is null || parameters.Failure is not null)
        {
            return Reply.Refuse(parameters.Failure!);
        }

        Cancellation cancellation;
        Placement? placement = null;
        Task stored;
        lock (call.Floor.Gate)
        {
            var now = call.Floor.Clock.Now;
            // The window, the order rate and the filters come before either part is attempted.
            var refusal = call.Late(now)
                ?? call.Limiter.RefuseOrders(call.Account, 1, now)
                ?? MatchingEngine.Check(call.Account, asked, now);
            if (refusal is not null)
            {
                return Reply.Refuse(refusal);
            }

            cancellation = call.Engine.Cancel(
                call.Account, market, orderId, clientId, restriction, requestId, now);
            if (cancellation is not Cancellation.Refused || mode is Mode.AllowFailure)
            {
                placement = OrderEndpoints.Place(call, asked);
            }
            else
            {
                // An order that was not attempted counts all the same.
                call.Account.Rate.Placed(1, now);
            }

            stored = call.Floor.WhenStored();
        }

        await stored;
        return Answer(cancellation, placement, requestId, response);
    }

    private static Reply Answer(
        Cancellation cancellation, Placement? placement, string requestId, ResponseType response)
    {
        var isCancelled = cancellation is not Cancellation.Refused;
        var isPlaced = placement is Placement.Accepted;
        void Data(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("cancelResult"u8, isCancelled ? "SUCCESS"u8 : "FAILURE"u8);
            writer.WriteString(
                "newOrderResult"u8,
                isPlaced ? "SUCCESS"u8 : placement is null ? "NOT_ATTEMPTED"u8 : "FAILURE"u8);
            writer.WritePropertyName("cancelResponse"u8);
            OrderJson.WriteCancellation(writer, cancellation, requestId);
            writer.WritePropertyName("newOrderResponse"u8);
            switch (placement)
            {
                case Placement.Accepted accepted:
                    OrderJson.WritePlaced(writer, accepted.Order, accepted.Fills, response);
                    break;
                case Placement.Refused refused:
                    Reply.WriteRefusal(writer, refused.Reason);
                    break;
                default:
                    writer.WriteNullValue();
                    break;
            }

            writer.WriteEndObject();
        }

        if (isCancelled && isPlaced)
        {
            return Reply.Of(0, Data);
        }

        var (status, code, message) = isCancelled || isPlaced
            ? (409, -2021, "Order cancel-replace partially failed.")
            : (400, -2022, "Order cancel-replace failed.");
        return new Reply(status, 1, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("code"u8, code);
            writer.WriteString("msg"u8, message);
            writer.WritePropertyName("data"u8);
            Data(writer);
            writer.WriteEndObject();
        });
    }

    private enum Mode
    {
        StopOnFailure = 1,
        AllowFailure,
    }
}

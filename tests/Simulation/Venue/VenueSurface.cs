using System.Text.Json;
using TradingPlatform.Core.Orders;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Venue;

/// <summary>The exchange's REST interface: checks a request as Binance does, and does what it asks.</summary>
internal sealed class VenueSurface(World world, VenueModel venue)
{
    private readonly VenueAnswers _answers = new(world);

    /// <summary>
    /// What stands against the request itself; null where nothing does. Asked when it arrives, and once more when the
    /// engine's turn comes: by then its time may be over, and its key taken back.
    /// </summary>
    public WireReply? Refuse(WireRequest request)
    {
        if (!request.IsSigned)
        {
            return null;
        }

        if (request.Key is not { } key || venue.Find(key) is not { } account)
        {
            return WireReply.Error(401, -2015, "Invalid API-key, IP, or permissions for action.");
        }

        return request.IsSignedWith(account.Keys[key])
            ? OutOfTime(request)
            : WireReply.Error(400, -1022, "Signature for this request is not valid.");
    }

    private WireReply? OutOfTime(WireRequest request)
    {
        var age = world.UtcNow - request.Timestamp;
        var window = TimeSpan.FromMilliseconds((double)request.Number("recvWindow"));
        if (age > TimeSpan.FromSeconds(-1) && age <= window)
        {
            return null;
        }

        if (request.Places)
        {
            world.Counts.Saw(Sometimes.LateRequestRefusedByWindow);
        }

        return WireReply.Error(400, -1021, "Timestamp for this request is outside of the recvWindow.");
    }

    public WireReply Do(WireRequest request)
    {
        var account = request.Key is { } key ? venue.Find(key) : null;
        return (request.Method, request.Path) switch
        {
            ("GET", "/api/v3/time") => _answers.Time,
            ("GET", "/api/v3/exchangeInfo") => _answers.ExchangeInfo,
            ("GET", "/api/v3/ticker/bookTicker") => Ticker(request["symbol"]!),
            ("POST", "/api/v3/order") => Place(account!, Order(request)),
            ("POST", "/api/v3/order/cancelReplace") => Replace(account!, request),
            ("POST", "/api/v3/orderList/oco") => PlacePair(account!, request),
            ("DELETE", "/api/v3/order") => Cancel(account!, request),
            _ => VenueReads.Do(world, venue, _answers, account!, request),
        };
    }

    private static NewOrder Order(WireRequest request) => new(
        request["newClientOrderId"]!, ListingOf(request), Side(request), Type(request["type"]!))
    {
        Quantity = request.Number("quantity"),
        QuoteQuantity = request.Number("quoteOrderQty"),
        Price = request.Number("price"),
        StopPrice = request.Number("stopPrice"),
        TimeInForce = request["timeInForce"] is { } time
            ? Enum.Parse<TimeInForce>(time, ignoreCase: true)
            : TimeInForce.Gtc,
    };

    private static NewOrder Leg(WireRequest request, string place) => new(
        request[place + "ClientOrderId"]!, ListingOf(request), Side(request), Type(request[place + "Type"]!))
    {
        Quantity = request.Number("quantity"),
        Price = request.Number(place + "Price"),
        StopPrice = request.Number(place + "StopPrice"),
    };

    private static Listing ListingOf(WireRequest request) =>
        Listing.All.First(listing => listing.Spelling == request["symbol"]);

    private static OrderSide Side(WireRequest request) =>
        request["side"] == "BUY" ? OrderSide.Buy : OrderSide.Sell;

    private static OrderType Type(string word) => word switch
    {
        "MARKET" => OrderType.Market,
        "LIMIT_MAKER" => OrderType.LimitMaker,
        "STOP_LOSS" => OrderType.StopLoss,
        "STOP_LOSS_LIMIT" => OrderType.StopLossLimit,
        "TAKE_PROFIT" => OrderType.TakeProfit,
        "TAKE_PROFIT_LIMIT" => OrderType.TakeProfitLimit,
        _ => OrderType.Limit,
    };

    private static IEnumerable<VenueTrade> Fills(VenueOrder order) =>
        order.Executed == 0 ? [] : order.Account.Trades.Where(trade => trade.Order == order);

    private WireReply Place(VenueAccount account, NewOrder asked)
    {
        var (taken, refused) = venue.Place(account, asked);
        return taken is null
            ? WireReply.Of(refused!)
            : VenueAnswers.Json(w => _answers.Order(w, taken, taken.AsOf(world.Now)!.Value, Fills(taken)));
    }

    private WireReply PlacePair(VenueAccount account, WireRequest request)
    {
        var (above, below) = (Leg(request, "above"), Leg(request, "below"));
        var (one, other, refused) = venue.PlacePair(account, above, below);
        return refused is not null
            ? WireReply.Of(refused)
            : VenueAnswers.Json(w => VenueAnswers.Pair(
                w, one!, other!, leg => _answers.Order(w, leg, leg.AsOf(world.Now)!.Value, null)));
    }

    private WireReply Cancel(VenueAccount account, WireRequest request)
    {
        var order = venue.Find(account, request.Whole("orderId"), request["origClientOrderId"]);
        if (venue.Cancel(order) is { } refused)
        {
            return WireReply.Of(refused);
        }

        return order!.OtherLeg is { } leg
            ? VenueAnswers.Json(w => VenueAnswers.Pair(w, order, leg, each => _answers.Cancelled(w, each)))
            : VenueAnswers.Json(w => _answers.Cancelled(w, order));
    }

    private WireReply Replace(VenueAccount account, WireRequest request)
    {
        var order = venue.Find(account, request.Whole("cancelOrderId"), request["cancelOrigClientOrderId"]);
        if (venue.Cancel(order) is { } notCancelled)
        {
            return Halves(400, -2022, notCancelled, null, null, null);
        }

        var (taken, refused) = venue.Place(account, Order(request));
        return taken is null
            ? Halves(409, -2021, null, order, refused, null)
            : Halves(200, 0, null, order, null, taken);
    }

    private WireReply Halves(
        int status, int code, VenueRefusal? notCancelled, VenueOrder? cancelled, VenueRefusal? notPlaced,
        VenueOrder? placed)
    {
        var reply = VenueAnswers.Json(w =>
        {
            w.WriteStartObject();
            if (code != 0)
            {
                w.WriteNumber("code", code);
                w.WriteString("msg", "Order cancel-replace failed.");
                w.WriteStartObject("data");
            }

            w.WriteString("cancelResult", notCancelled is null ? "SUCCESS" : "FAILURE");
            w.WriteString(
                "newOrderResult", placed is not null ? "SUCCESS" : notPlaced is null ? "NOT_ATTEMPTED" : "FAILURE");
            Half(w, "cancelResponse", notCancelled, () => _answers.Cancelled(w, cancelled!));
            Half(w, "newOrderResponse", notPlaced, placed is null
                ? w.WriteNullValue
                : () => _answers.Order(w, placed, placed.AsOf(world.Now)!.Value, Fills(placed)));
            if (code != 0)
            {
                w.WriteEndObject();
            }

            w.WriteEndObject();
        });
        return reply with { Status = status };
    }

    private static void Half(Utf8JsonWriter w, string name, VenueRefusal? refusal, Action write)
    {
        w.WritePropertyName(name);
        if (refusal is null)
        {
            write();
            return;
        }

        w.WriteStartObject();
        w.WriteNumber("code", refusal.Code);
        w.WriteString("msg", refusal.Message);
        w.WriteEndObject();
    }

    private WireReply Ticker(string spelling)
    {
        var (listing, mid) = (Listing.All.First(each => each.Spelling == spelling), venue.Mid(spelling));
        return VenueAnswers.Json(w =>
        {
            w.WriteStartObject();
            w.WriteString("symbol", spelling);
            VenueAnswers.Write(w, "bidPrice", mid - listing.Tick);
            VenueAnswers.Write(w, "askPrice", mid + listing.Tick);
            w.WriteEndObject();
        });
    }
}

using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Venue;

/// <summary>
/// What the exchange tells of its books. Its answers can come from a copy that is up to five seconds old: the adapter's
/// fence allows for as much.
/// </summary>
internal static class VenueReads
{
    public static WireReply Do(
        World world, VenueModel venue, VenueAnswers answers, VenueAccount account, WireRequest request)
    {
        var asOf = world.Now - venue.ReadLag();
        return request.Path switch
        {
            "/api/v3/order" => Order(venue, answers, account, request, asOf),
            "/api/v3/openOrders" => Many(answers, Wanted(account.Orders, request), asOf, openOnly: true),
            "/api/v3/allOrders" => AllOrders(world, answers, account, request, asOf),
            "/api/v3/myTrades" => Trades(world, answers, account, request, asOf),
            "/api/v3/account" => Account(account),
            "/sapi/v1/account/apiRestrictions" => Permissions(),
            _ => WireReply.Error(404, -1, "Not found."),
        };
    }

    private static WireReply Order(
        VenueModel venue, VenueAnswers answers, VenueAccount account, WireRequest request, TimeSpan asOf)
    {
        var order = venue.Find(account, request.Whole("orderId"), request["origClientOrderId"]);
        if (order is not null && venue.Personality is Personality.DedupesNever
            && order is { IsOpen: false, Executed: 0 })
        {
            order = null;
        }

        return order?.AsOf(asOf) is { } stood
            ? VenueAnswers.Json(w => answers.Order(w, order, stood, null))
            : WireReply.Error(400, -2013, "Order does not exist.");
    }

    private static IEnumerable<VenueOrder> Wanted(IEnumerable<VenueOrder> orders, WireRequest request) =>
        request["symbol"] is { } spelling ? orders.Where(each => each.Asked.Listing.Spelling == spelling) : orders;

    private static WireReply Many(
        VenueAnswers answers, IEnumerable<VenueOrder> orders, TimeSpan asOf, bool openOnly) =>
        VenueAnswers.Json(w =>
        {
            w.WriteStartArray();
            foreach (var order in orders)
            {
                if (order.AsOf(asOf) is { } stood
                    && (!openOnly || stood.Status is "NEW" or "PARTIALLY_FILLED"))
                {
                    answers.Order(w, order, stood, null);
                }
            }

            w.WriteEndArray();
        });

    private static WireReply AllOrders(
        World world, VenueAnswers answers, VenueAccount account, WireRequest request, TimeSpan asOf)
    {
        var limit = (int)(request.Whole("limit") ?? 500);
        var orders = Wanted(account.Orders, request);
        orders = request.Whole("orderId") is { } from
            ? orders.Where(order => order.Id >= from)
            : orders.Where(order => IsWithin(world, request, order.At));
        return Many(answers, orders.Take(limit), asOf, openOnly: false);
    }

    private static WireReply Trades(
        World world, VenueAnswers answers, VenueAccount account, WireRequest request, TimeSpan asOf)
    {
        var limit = (int)(request.Whole("limit") ?? 500);
        var trades = account.Trades
            .Where(trade => trade.At <= asOf && trade.Order.Asked.Listing.Spelling == request["symbol"]);
        trades = request.Whole("orderId") is { } order ? trades.Where(trade => trade.Order.Id == order) : trades;
        trades = request.Whole("fromId") is { } from
            ? trades.Where(trade => trade.Id >= from)
            : trades.Where(trade => IsWithin(world, request, trade.At));
        return VenueAnswers.Json(w =>
        {
            w.WriteStartArray();
            foreach (var trade in trades.Take(limit))
            {
                answers.Trade(w, trade);
            }

            w.WriteEndArray();
        });
    }

    private static bool IsWithin(World world, WireRequest request, TimeSpan at)
    {
        var moment = (world.UtcNow - (world.Now - at)).ToUnixTimeMilliseconds();
        return moment >= (request.Whole("startTime") ?? 0) && moment <= (request.Whole("endTime") ?? long.MaxValue);
    }

    private static WireReply Account(VenueAccount account) => VenueAnswers.Json(w =>
    {
        w.WriteStartObject();
        w.WriteBoolean("canTrade", true);
        w.WriteStartArray("balances");
        foreach (var (asset, total) in account.Totals)
        {
            w.WriteStartObject();
            w.WriteString("asset", asset);
            VenueAnswers.Write(w, "free", total);
            VenueAnswers.Write(w, "locked", 0);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    });

    private static WireReply Permissions() => VenueAnswers.Json(w =>
    {
        w.WriteStartObject();
        w.WriteBoolean("enableReading", true);
        w.WriteBoolean("enableSpotAndMarginTrading", true);
        w.WriteBoolean("enableWithdrawals", false);
        w.WriteBoolean("enableInternalTransfer", false);
        w.WriteBoolean("permitsUniversalTransfer", false);
        w.WriteBoolean("ipRestrict", true);
        w.WriteEndObject();
    });
}

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TradingPlatform.Contract.Bitget;

/// <summary>Answers each call by the books.</summary>
internal static class BitgetRoutes
{
    public static JsonObject Answer(BitgetServer server, string path, IQueryCollection query, string body)
    {
        var books = server.Books;
        var sent = body.Length == 0 ? null : JsonNode.Parse(body);
        var last = path[(path.LastIndexOf('/') + 1)..];
        return last switch
        {
            "time" => BitgetServer.Ok(new JsonObject { ["serverTime"] = BitgetJson.Text(server.Now) }),
            "symbols" or "contracts" => BitgetServer.Ok(new JsonArray(Instrument(books.IsFutures))),
            "tickers" or "ticker" => BitgetServer.Ok(new JsonArray(Ticker(books))),
            "place-order" or "place-plan-order" => Place(server, sent!),
            "cancel-order" => Cancel(server, books.Orders, Find(books.Orders, sent!)),
            "cancel-plan-order" => CancelPlan(server, sent!),
            "cancel-replace-order" => Replace(server, sent!),
            "cancel-symbol-order" or "cancel-all-orders" => CancelAll(server, books.Orders),
            "batch-cancel-plan-order" => CancelAll(server, books.Plans),
            "orderInfo" or "detail" => Order(books, query),
            "unfilled-orders" or "orders-pending" => Rows(books, books.Orders.Where(order => order.IsOpen), query, false),
            "history-orders" or "orders-history" =>
                Rows(books, books.Orders.Where(order => !order.IsOpen), query, false),
            "current-plan-order" or "orders-plan-pending" =>
                Rows(books, books.Plans.Where(plan => plan.IsOpen), query, true),
            "history-plan-order" or "orders-plan-history" =>
                Rows(books, books.Plans.Where(plan => !plan.IsOpen), query, true),
            "plan-sub-order" => SubOrders(books, query),
            "fills" when !path.Contains("/market/", StringComparison.Ordinal) => Fills(books, query),
            "assets" => BitgetServer.Ok(new JsonArray(
                new JsonObject { ["coin"] = "USDT", ["available"] = "100000", ["frozen"] = "5", ["locked"] = "0" })),
            "accounts" => BitgetServer.Ok(new JsonArray(new JsonObject
            {
                ["marginCoin"] = "USDT", ["available"] = "99000", ["locked"] = "0", ["accountEquity"] = "100000",
            })),
            "account" => BitgetServer.Ok(new JsonObject
            {
                ["posMode"] = server.PositionMode, ["marginMode"] = "crossed", ["crossedMarginLeverage"] = "5",
            }),
            "all-position" => Positions(books),
            "info" => BitgetServer.Ok(new JsonObject
            {
                ["authorities"] = new JsonArray("stow", "coow", "stor"), ["ips"] = "127.0.0.1",
            }),
            "trade-rate" => BitgetServer.Ok(new JsonObject { ["makerFeeRate"] = "0.0008", ["takerFeeRate"] = "0.001" }),
            _ => BitgetServer.Error("404", "Request URL NOT FOUND"),
        };
    }

    private static JsonObject Instrument(bool isFutures) => isFutures
        ? new JsonObject
        {
            ["symbol"] = "BTCUSDT", ["baseCoin"] = "BTC", ["quoteCoin"] = "USDT", ["symbolType"] = "perpetual",
            ["symbolStatus"] = "normal", ["minTradeNum"] = "0.001", ["sizeMultiplier"] = "0.001", ["pricePlace"] = "1",
            ["priceEndStep"] = "1", ["minTradeUSDT"] = "5", ["maxLever"] = "125",
        }
        : new JsonObject
        {
            ["symbol"] = "BTCUSDT", ["baseCoin"] = "BTC", ["quoteCoin"] = "USDT", ["minTradeAmount"] = "0",
            ["maxTradeAmount"] = "900000", ["pricePrecision"] = "2", ["quantityPrecision"] = "6", ["minTradeUSDT"] = "1",
            ["status"] = "online", ["buyLimitPriceRatio"] = "0.05", ["sellLimitPriceRatio"] = "0.05",
        };

    private static JsonObject Ticker(BitgetBooks books) => new()
    {
        ["symbol"] = "BTCUSDT", ["lastPr"] = "50000", ["bidPr"] = BitgetJson.Text(books.Bid),
        ["askPr"] = BitgetJson.Text(books.Ask), ["ts"] = "1700000000000",
    };

    private static JsonObject Place(BitgetServer server, JsonNode sent)
    {
        var (id, refusal) = server.Books.Place(sent, server.Now);
        return refusal is null
            ? BitgetServer.Ok(new JsonObject
            {
                ["orderId"] = BitgetJson.Text(id), ["clientOid"] = (string?)sent["clientOid"],
            })
            : BitgetServer.Error(refusal, "clientOid duplicate");
    }

    private static JsonObject Replace(BitgetServer server, JsonNode sent)
    {
        var first = Find(server.Books.Orders, sent);
        if (first is null || !server.Books.Cancel(first, server.Now))
        {
            return BitgetServer.Ok(new JsonObject { ["success"] = "failure", ["msg"] = "order does not exist" });
        }

        var (id, _) = server.Books.Place(
            new JsonObject
            {
                ["symbol"] = (string?)sent["symbol"], ["side"] = first.Side, ["orderType"] = "limit",
                ["price"] = (string?)sent["price"], ["size"] = (string?)sent["size"],
                ["clientOid"] = (string?)sent["newClientOid"],
            },
            server.Now);
        return BitgetServer.Ok(new JsonObject { ["orderId"] = BitgetJson.Text(id), ["success"] = "success" });
    }

    private static JsonObject CancelPlan(BitgetServer server, JsonNode sent)
    {
        var named = sent["orderIdList"] is JsonArray list ? list[0]! : sent;
        var plan = Find(server.Books.Plans, named);
        if (plan is null || !server.Books.Cancel(plan, server.Now))
        {
            return server.Books.IsFutures
                // A success whose content failed.
                ? BitgetServer.Ok(new JsonObject
                {
                    ["successList"] = new JsonArray(),
                    ["failureList"] = new JsonArray(new JsonObject
                    {
                        ["orderId"] = "1", ["errorMsg"] = "The plan order does not exist", ["errorCode"] = "43025",
                    }),
                })
                : BitgetServer.Error("43025", "Plan order does not exist");
        }

        return BitgetServer.Ok(new JsonObject { ["result"] = "success" });
    }

    private static JsonObject Cancel(BitgetServer server, List<BookedOrder> _, BookedOrder? order) =>
        order is not null && server.Books.Cancel(order, server.Now)
            ? BitgetServer.Ok(new JsonObject { ["orderId"] = BitgetJson.Text(order.Id) })
            : BitgetServer.Error(order is null ? "43001" : "22001", "The order does not exist");

    private static JsonObject CancelAll(BitgetServer server, List<BookedOrder> all)
    {
        foreach (var order in all.Where(order => order.IsOpen).ToList())
        {
            server.Books.Cancel(order, server.Now);
        }

        return BitgetServer.Ok(new JsonObject { ["successList"] = new JsonArray(), ["failureList"] = new JsonArray() });
    }

    private static BookedOrder? Find(List<BookedOrder> orders, JsonNode by) => (string?)by["orderId"] is { } id
        ? orders.Find(order => BitgetJson.Text(order.Id) == id)
        : orders.FindLast(order => order.ClientOid == (string?)by["clientOid"]);

    private static JsonObject Order(BitgetBooks books, IQueryCollection query) => books.Read(_ =>
    {
        var order = query.TryGetValue("orderId", out var id)
            ? books.Orders.Find(order => BitgetJson.Text(order.Id) == id)
            : books.Orders.FindLast(order => order.ClientOid == query["clientOid"]);
        if (books.IsFutures)
        {
            return order is null
                ? BitgetServer.Error("40109", "The data of the order cannot be found")
                : BitgetServer.Ok(BitgetJson.Order(order, true));
        }

        return BitgetServer.Ok(order is null ? new JsonArray() : new JsonArray(BitgetJson.Order(order, false)));
    });

    private static JsonObject Rows(
        BitgetBooks books, IEnumerable<BookedOrder> orders, IQueryCollection query, bool arePlans) => books.Read(_ =>
    {
        var rows = new JsonArray([.. orders.OrderByDescending(order => order.Id)
            .Where(order => In(query, order.Placed) && Before(query, order.Id)).Take(100)
            .Select(order => arePlans
                ? BitgetJson.Plan(order, books.IsFutures) : BitgetJson.Order(order, books.IsFutures))]);
        return BitgetServer.Ok((books.IsFutures, arePlans) switch
        {
            (true, _) => new JsonObject { ["entrustedList"] = rows.Count == 0 ? null : rows, ["endId"] = null },
            (_, true) => new JsonObject { ["orderList"] = rows },
            _ => rows,
        });
    });

    private static JsonObject Fills(BitgetBooks books, IQueryCollection query) => books.Read(_ =>
    {
        var rows = new JsonArray([.. books.Trades.OrderByDescending(trade => trade.Id)
            .Where(trade => !query.TryGetValue("orderId", out var order) || BitgetJson.Text(trade.Order) == order)
            .Where(trade => In(query, trade.At) && Before(query, trade.Id)).Take(100)
            .Select(trade => BitgetJson.Trade(trade, books.IsFutures))]);
        return BitgetServer.Ok(books.IsFutures ? new JsonObject { ["fillList"] = rows } : rows);
    });

    private static JsonObject SubOrders(BitgetBooks books, IQueryCollection query) => BitgetServer.Ok(new JsonArray(
        [.. books.Plans.Where(plan => BitgetJson.Text(plan.Id) == query["planOrderId"] && plan.Became is not null)
            .Select(plan => new JsonObject { ["orderId"] = BitgetJson.Text(plan.Became!.Value), ["status"] = "success" })]));

    private static JsonObject Positions(BitgetBooks books) => BitgetServer.Ok(books.Net == 0
        ? new JsonArray()
        : new JsonArray(new JsonObject
        {
            ["symbol"] = "BTCUSDT", ["marginCoin"] = "USDT", ["holdSide"] = books.Net > 0 ? "long" : "short",
            ["total"] = BitgetJson.Text(Math.Abs(books.Net)), ["leverage"] = "5", ["openPriceAvg"] = "50000",
            ["marginMode"] = "crossed", ["posMode"] = "one_way_mode", ["unrealizedPL"] = "0", ["liquidationPrice"] = "0",
        }));

    private static bool In(IQueryCollection query, long at) =>
        (!query.TryGetValue("startTime", out var from) || at >= long.Parse(from!, CultureInfo.InvariantCulture))
        && (!query.TryGetValue("endTime", out var to) || at <= long.Parse(to!, CultureInfo.InvariantCulture));

    private static bool Before(IQueryCollection query, long id) =>
        !query.TryGetValue("idLessThan", out var before) || id < long.Parse(before!, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace TradingPlatform.Contract.Binance;

/// <summary>
/// The books of the test's exchange. A client order id is unique among its open orders alone, as on Binance: after a
/// fill the same id makes a second order.
/// </summary>
internal sealed class Venue
{
    private readonly Lock _gate = new();
    private long _nextId = 9007199254740993;

    public List<Dictionary<string, string>> Orders { get; } = [];

    public string ExchangeInfo { get; set; } = """
        {"timezone":"UTC","serverTime":1,"rateLimits":[
          {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},
          {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":1000},
          {"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":300000},
          {"rateLimitType":"NEW_KIND","interval":"FORTNIGHT","intervalNum":1,"limit":1}],
         "exchangeFilters":[{"filterType":"EXCHANGE_MAX_NUM_ORDERS","maxNumOrders":1000}],
         "symbols":[
          {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","isSpotTradingAllowed":true,
           "orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT",
             "TAKE_PROFIT","TAKE_PROFIT_LIMIT","TELEPATHIC"],
           "icebergAllowed":true,"ocoAllowed":true,"quoteOrderQtyMarketAllowed":true,"allowTrailingStop":true,
           "filters":[
            {"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"0.00000000","tickSize":"0.01000000"},
            {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},
            {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"100.00000000","stepSize":"0.00000000"},
            {"filterType":"ICEBERG_PARTS","limit":10},
            {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,
             "maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},
            {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5","bidMultiplierDown":"0.2",
             "askMultiplierUp":"5","askMultiplierDown":"0.2","avgPriceMins":5},
            {"filterType":"TRAILING_DELTA","minTrailingAboveDelta":10,"maxTrailingAboveDelta":2000,
             "minTrailingBelowDelta":10,"maxTrailingBelowDelta":2000},
            {"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},
            {"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5},
            {"filterType":"MAX_NUM_ICEBERG_ORDERS","maxNumIcebergOrders":4},
            {"filterType":"MAX_POSITION","maxPosition":"100.00000000"},
            {"filterType":"FROM_THE_FUTURE","anything":{"at":["all"]}}]},
          {"symbol":"ETHUSDT","status":"BREAK","baseAsset":"ETH","quoteAsset":"USDT",
           "orderTypes":["LIMIT"],"filters":[]},
          {"symbol":"币安人生USDT","status":"TRADING","baseAsset":"币安人生","quoteAsset":"USDT",
           "orderTypes":["LIMIT"],"filters":[]}]}
        """;

    /// <summary>Takes an order; a market order fills at once, at 100.</summary>
    public Reply Place(IReadOnlyDictionary<string, string> fields, long now)
    {
        lock (_gate)
        {
            var id = fields["newClientOrderId"];
            if (Orders.Any(order => order["clientOrderId"] == id && order["status"] == "NEW"))
            {
                return Reply.Error(400, -2010, "Duplicate order sent.");
            }

            var filled = fields["type"] == "MARKET";
            var quantity = fields.GetValueOrDefault("quantity", "0");
            var order = new Dictionary<string, string>
            {
                ["symbol"] = fields["symbol"],
                ["orderId"] = (_nextId++).ToString(CultureInfo.InvariantCulture),
                ["orderListId"] = "-1",
                ["clientOrderId"] = id,
                ["transactTime"] = now.ToString(CultureInfo.InvariantCulture),
                ["price"] = fields.GetValueOrDefault("price", "0.00000000"),
                ["origQty"] = quantity,
                ["executedQty"] = filled ? quantity : "0.00000000",
                ["cummulativeQuoteQty"] = filled
                    ? string.Create(CultureInfo.InvariantCulture,
                        $"{decimal.Parse(quantity, CultureInfo.InvariantCulture) * 100}")
                    : "0.00000000",
                ["status"] = filled ? "FILLED" : "NEW",
                ["timeInForce"] = fields.GetValueOrDefault("timeInForce", "GTC"),
                ["type"] = fields["type"],
                ["side"] = fields["side"],
            };
            Orders.Add(order);
            var fills = filled
                ? $$"""
                    [{"price":"100.00","qty":"{{quantity}}","commission":"0.10","commissionAsset":"USDT",
                      "tradeId":9007199254740995}]
                    """
                : "[]";
            return new Reply(200, Json(order)[..^1] + $$""","fills":{{fills}}}""");
        }
    }

    public Reply Find(IReadOnlyDictionary<string, string> fields)
    {
        lock (_gate)
        {
            return Named(fields) is { } order
                ? new Reply(200, Json(order))
                : Reply.Error(400, -2013, "Order does not exist.");
        }
    }

    public Reply Cancel(IReadOnlyDictionary<string, string> fields, long now)
    {
        lock (_gate)
        {
            if (Named(fields) is not { } order || order["status"] != "NEW")
            {
                return Reply.Error(400, -2011, "Unknown order sent.");
            }

            order["status"] = "CANCELED";
            var answer = new Dictionary<string, string>(order)
            {
                ["origClientOrderId"] = order["clientOrderId"],
                ["clientOrderId"] = "the-cancels-own-id",
                ["transactTime"] = now.ToString(CultureInfo.InvariantCulture),
            };
            return new Reply(200, Json(answer));
        }
    }

    private Dictionary<string, string>? Named(IReadOnlyDictionary<string, string> fields) =>
        Orders.LastOrDefault(order => fields.TryGetValue("orderId", out var id)
            ? order["orderId"] == id
            : order["clientOrderId"] == fields["origClientOrderId"]);

    // Numbers as numbers, as the exchange writes them.
    private static string Json(Dictionary<string, string> order) =>
        "{" + string.Join(',', order.Select(member => member.Key is "orderId" or "orderListId" or "transactTime"
            ? $"\"{member.Key}\":{member.Value}"
            : $"\"{member.Key}\":\"{member.Value}\"")) + "}";
}

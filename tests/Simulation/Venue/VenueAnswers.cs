using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Orders;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Venue;

/// <summary>An answer as it goes over the wire.</summary>
internal sealed record WireReply(int Status, byte[] Body, int RetryAfter = 0)
{
    public static WireReply Error(int status, int code, string message) =>
        new(status, Encoding.UTF8.GetBytes($$"""{"code":{{code}},"msg":"{{message}}"}"""));

    public static WireReply Of(VenueRefusal refusal) => Error(400, refusal.Code, refusal.Message);
}

/// <summary>Writes what the exchange answers, in Binance's words (FACTS.md E1).</summary>
internal sealed class VenueAnswers(World world)
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;
    private readonly byte[] _rules = Rules();

    public WireReply ExchangeInfo => new(200, _rules);

    public WireReply Time => Json(w =>
    {
        w.WriteStartObject();
        w.WriteNumber("serverTime", Ms(world.UtcNow));
        w.WriteEndObject();
    });

    public static WireReply Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return new WireReply(200, buffer.WrittenSpan.ToArray());
    }

    public void Order(Utf8JsonWriter w, VenueOrder order, Standing as_of, IEnumerable<VenueTrade>? fills)
    {
        w.WriteStartObject();
        OrderFields(w, order, as_of, order.Asked.ClientId);
        if (fills is not null)
        {
            w.WriteStartArray("fills");
            foreach (var fill in fills)
            {
                w.WriteStartObject();
                w.WriteNumber("tradeId", fill.Id);
                Amounts(w, fill);
                w.WriteEndObject();
            }

            w.WriteEndArray();
        }

        w.WriteEndObject();
    }

    /// <summary>A cancel's answer carries the cancel's own id, and the order's beside it.</summary>
    public void Cancelled(Utf8JsonWriter w, VenueOrder order)
    {
        w.WriteStartObject();
        w.WriteString("origClientOrderId", order.Asked.ClientId);
        OrderFields(w, order, order.AsOf(world.Now)!.Value, CancelId(order));
        w.WriteEndObject();
    }

    /// <summary>The id that a cancel of the order goes by.</summary>
    public static string CancelId(VenueOrder order) => "cancel-of-" + order.Id;

    public static void Pair(Utf8JsonWriter w, VenueOrder one, VenueOrder other, Action<VenueOrder> leg)
    {
        w.WriteStartObject();
        w.WriteNumber("orderListId", one.ListId!.Value);
        w.WriteString("symbol", one.Asked.Listing.Spelling);
        w.WriteStartArray("orderReports");
        leg(one);
        leg(other);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    public void Trade(Utf8JsonWriter w, VenueTrade trade)
    {
        w.WriteStartObject();
        w.WriteString("symbol", trade.Order.Asked.Listing.Spelling);
        w.WriteNumber("id", trade.Id);
        w.WriteNumber("orderId", trade.Order.Id);
        Amounts(w, trade);
        Write(w, "quoteQty", trade.Quote);
        w.WriteNumber("time", Ms(world.UtcNow - (world.Now - trade.At)));
        w.WriteBoolean("isBuyer", trade.Order.Asked.Side is OrderSide.Buy);
        w.WriteBoolean("isMaker", trade.Maker);
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, string name, decimal value) =>
        w.WriteString(name, value.ToString("0.00000000##########", CultureInfo.InvariantCulture));

    private void OrderFields(Utf8JsonWriter w, VenueOrder order, Standing stood, string clientId)
    {
        var asked = order.Asked;
        w.WriteString("symbol", asked.Listing.Spelling);
        w.WriteNumber("orderId", order.Id);
        w.WriteNumber("orderListId", order.ListId ?? -1);
        w.WriteString("clientOrderId", clientId);
        w.WriteNumber("transactTime", Ms(world.UtcNow - (world.Now - stood.Since)));
        Write(w, "price", asked.Price);
        Write(w, "origQty", order.Quantity);
        Write(w, "executedQty", stood.Executed);
        Write(w, "origQuoteOrderQty", asked.QuoteQuantity);
        Write(w, "cummulativeQuoteQty", stood.Quote);
        w.WriteString("status", stood.Status);
        w.WriteString("timeInForce", asked.TimeInForce.ToString().ToUpperInvariant());
        w.WriteString("type", Word(asked.Type));
        w.WriteString("side", asked.Side is OrderSide.Buy ? "BUY" : "SELL");
        Write(w, "stopPrice", asked.StopPrice);
    }

    private static void Amounts(Utf8JsonWriter w, VenueTrade trade)
    {
        Write(w, "price", trade.Price);
        Write(w, "qty", trade.Quantity);
        Write(w, "commission", trade.Commission);
        w.WriteString("commissionAsset", trade.CommissionAsset);
    }

    public static string Word(OrderType type) => type switch
    {
        OrderType.StopLoss => "STOP_LOSS",
        OrderType.StopLossLimit => "STOP_LOSS_LIMIT",
        OrderType.TakeProfit => "TAKE_PROFIT",
        OrderType.TakeProfitLimit => "TAKE_PROFIT_LIMIT",
        OrderType.LimitMaker => "LIMIT_MAKER",
        OrderType.Market => "MARKET",
        _ => "LIMIT",
    };

    public static long Ms(DateTimeOffset at) => (long)(at - Epoch).TotalMilliseconds;

    private static byte[] Rules()
    {
        var symbols = Listing.All.Select(listing => string.Create(CultureInfo.InvariantCulture, $$"""
            {"symbol":"{{listing.Spelling}}","status":"TRADING","baseAsset":"{{listing.Symbol.Base.Text}}",
             "quoteAsset":"{{listing.Symbol.Quote.Text}}","isSpotTradingAllowed":true,"ocoAllowed":true,
             "icebergAllowed":true,"quoteOrderQtyMarketAllowed":true,"allowTrailingStop":true,
             "orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT","TAKE_PROFIT",
               "TAKE_PROFIT_LIMIT"],
             "filters":[{"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"0","tickSize":"{{listing.Tick}}"},
              {"filterType":"LOT_SIZE","minQty":"{{listing.Step}}","maxQty":"9000","stepSize":"{{listing.Step}}"},
              {"filterType":"MAX_NUM_ORDERS","maxNumOrders":25},
              {"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5}]}
            """));
        return Encoding.UTF8.GetBytes($$"""
            {"timezone":"UTC","rateLimits":[
              {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":{{RequestWeights.Limit}}},
              {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100000}],
             "exchangeFilters":[],"symbols":[{{string.Join(',', symbols)}}]}
            """);
    }
}

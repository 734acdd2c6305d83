using System.Globalization;
using System.Text.Json.Nodes;

namespace TradingPlatform.Contract.Bitget;

/// <summary>Writes the exchange's books as its answers and messages have them.</summary>
internal static class BitgetJson
{
    public static JsonObject Order(BookedOrder order, bool isFutures) => new()
    {
        ["symbol"] = order.Symbol,
        ["orderId"] = Text(order.Id),
        ["clientOid"] = order.ClientOid,
        ["price"] = Text(order.Price ?? 0),
        ["size"] = Text(order.Size),
        ["orderType"] = order.Type,
        ["side"] = order.Side,
        ["force"] = order.Force,
        [isFutures ? "state" : "status"] = order.Status,
        ["priceAvg"] = Text(order.Filled == 0 ? 0 : order.Paid / order.Filled),
        ["baseVolume"] = Text(order.Filled),
        ["quoteVolume"] = Text(order.Paid),
        ["reduceOnly"] = order.ReduceOnly ? "YES" : "NO",
        ["feeDetail"] = isFutures ? "" : """{"newFees":{"c":0,"d":0,"deduction":false,"r":0,"t":0}}""",
        ["cTime"] = Text(order.Placed),
        ["uTime"] = Text(order.Updated),
    };

    public static JsonObject Plan(BookedOrder plan, bool isFutures) => new()
    {
        ["symbol"] = plan.Symbol,
        ["orderId"] = Text(plan.Id),
        ["clientOid"] = plan.ClientOid,
        ["size"] = Text(plan.Size),
        ["planType"] = isFutures ? "normal_plan" : "amount",
        ["executePrice"] = Text(plan.Price ?? 0),
        ["triggerPrice"] = Text(plan.Trigger ?? 0),
        [isFutures ? "planStatus" : "status"] = plan.Status,
        ["orderType"] = plan.Type,
        ["side"] = plan.Side,
        ["cTime"] = Text(plan.Placed),
        ["uTime"] = Text(plan.Updated),
    };

    public static JsonObject Trade(BookedTrade trade, bool isFutures)
    {
        var fee = new JsonObject
        {
            ["deduction"] = "no",
            ["feeCoin"] = trade.FeeCoin,
            ["totalDeductionFee"] = "0",
            ["totalFee"] = Text(-trade.Fee),
        };
        return new JsonObject
        {
            ["symbol"] = BitgetBooks.Pair,
            ["orderId"] = Text(trade.Order),
            ["tradeId"] = Text(trade.Id),
            ["side"] = trade.Side,
            [isFutures ? "price" : "priceAvg"] = Text(trade.Price),
            [isFutures ? "baseVolume" : "size"] = Text(trade.Size),
            [isFutures ? "quoteVolume" : "amount"] = Text(trade.Price * trade.Size),
            ["feeDetail"] = isFutures ? new JsonArray(fee) : fee,
            ["tradeScope"] = "taker",
            ["cTime"] = Text(trade.At),
            ["uTime"] = Text(trade.At),
        };
    }

    /// <summary>A message of the channel of orders: its volume is that of the last trade alone.</summary>
    public static JsonObject Push(BookedOrder order, BookedTrade? trade, bool isFutures)
    {
        var row = Order(order, isFutures);
        row.Remove("symbol");
        row.Remove("quoteVolume");
        row.Remove("state");
        row["status"] = order.Status;
        row["instId"] = order.Symbol;
        row["accBaseVolume"] = Text(order.Filled);
        row["feeDetail"] = new JsonArray();
        if (trade is null)
        {
            row.Remove("baseVolume");
            return row;
        }

        row["baseVolume"] = Text(trade.Size);
        row["tradeId"] = Text(trade.Id);
        row["fillPrice"] = Text(trade.Price);
        row["fillFee"] = Text(-trade.Fee);
        row["fillFeeCoin"] = trade.FeeCoin;
        row["fillTime"] = Text(trade.At);
        row["tradeScope"] = "T";
        return row;
    }

    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>A trade as Binance writes it: in an order's answer, or in <c>myTrades</c>.</summary>
internal struct FillFields
{
    public string? Spelling, TradeId, OrderId, FeeAsset;
    public decimal? Price, Quantity, Quote, Fee;
    public long? Time;
    public bool? Buyer, Maker;

    public static List<FillFields> ReadAll(ref Utf8JsonReader reader)
    {
        var fills = new List<FillFields>();
        WireJson.Expect(ref reader, JsonTokenType.StartArray);
        while (WireJson.NextElement(ref reader))
        {
            WireJson.Expect(ref reader, JsonTokenType.StartObject);
            var fill = default(FillFields);
            while (WireJson.NextMember(ref reader))
            {
                fill.ReadMember(ref reader);
            }

            fills.Add(fill);
        }

        return fills;
    }

    /// <summary>A fill of an order's own answer, which names neither the order nor a time.</summary>
    public readonly ReportedFill Report(Symbol symbol, string orderId, OrderSide side, DateTimeOffset at) =>
        Report(symbol, orderId, side, maker: false, at);

    /// <summary>A trade of the account's history.</summary>
    public readonly ReportedFill Report(Symbol symbol) => Report(
        symbol,
        OrderId ?? throw new JsonException("The trade names no order."),
        Buyer switch
        {
            true => OrderSide.Buy,
            false => OrderSide.Sell,
            null => throw new JsonException("The trade has no side."),
        },
        Maker,
        DateTimeOffset.FromUnixTimeMilliseconds(Time ?? throw new JsonException("The trade has no time.")));

    private readonly ReportedFill Report(
        Symbol symbol, string orderId, OrderSide side, bool? maker, DateTimeOffset at)
    {
        if (TradeId is null || Price is not > 0 || Quantity is not > 0)
        {
            throw new JsonException("The trade is incomplete.");
        }

        var fee = Fee ?? 0;
        if (!Asset.TryParse(FeeAsset, out var feeAsset))
        {
            // Without a fee its asset does not matter; with one it does.
            feeAsset = fee == 0 ? symbol.Quote : throw new JsonException("The fee names no asset.");
        }

        return new ReportedFill(
            TradeId, orderId, new Price(Price.Value), new Quantity(Quantity.Value),
            Quote ?? (Price.Value * Quantity.Value), feeAsset, fee, side, maker, at);
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan.Length > 0 ? reader.GetString() : null;
        reader.Read();
        switch (name)
        {
            case "symbol": Spelling = WireJson.Text(ref reader); break;
            case "id" or "tradeId": TradeId = WireJson.Text(ref reader); break;
            case "orderId": OrderId = WireJson.Text(ref reader); break;
            case "price": Price = WireJson.Decimal(ref reader); break;
            case "qty": Quantity = WireJson.Decimal(ref reader); break;
            case "quoteQty": Quote = WireJson.Decimal(ref reader); break;
            case "commission": Fee = WireJson.Decimal(ref reader); break;
            case "commissionAsset": FeeAsset = WireJson.Text(ref reader); break;
            case "time": Time = WireJson.Int64(ref reader); break;
            case "isBuyer": Buyer = WireJson.Boolean(ref reader); break;
            case "isMaker": Maker = WireJson.Boolean(ref reader); break;
            default: reader.Skip(); break;
        }
    }
}

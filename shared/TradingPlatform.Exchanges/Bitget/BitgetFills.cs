using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>What a trade cost.</summary>
/// <param name="Coin">In which asset.</param>
/// <param name="Amount">How much; below zero for a rebate.</param>
internal readonly record struct BitgetFee(Asset Coin, decimal Amount);

/// <summary>Reads trades of an account.</summary>
internal static class BitgetFills
{
    /// <summary>One trade, from <c>trade/fills</c> (spot) or <c>order/fills</c> (futures).</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ReportedFill Fill(JsonElement row, Symbol symbol)
    {
        var price = BitgetWords.Price(row, "priceAvg") ?? BitgetWords.Price(row, "price")
            ?? throw new JsonException("A trade has no price.");
        var quantity = new Quantity(
            row.Decimal("size") ?? row.Decimal("baseVolume") ?? throw new JsonException("A trade has no size."));
        var fee = Fee(row.Member("feeDetail"));
        return new ReportedFill(
            row.Text("tradeId") ?? throw new JsonException("A trade has no id."),
            row.Text("orderId") ?? throw new JsonException("A trade names no order."),
            price, quantity, row.Decimal("amount") ?? row.Decimal("quoteVolume") ?? price * quantity,
            fee?.Coin ?? symbol.Quote, fee?.Amount ?? 0,
            BitgetWords.Side(row.Text("side")) ?? throw new JsonException("A trade has no side."),
            BitgetWords.IsMaker(row.Text("tradeScope")), BitgetWords.Time(row, "cTime", "uTime"));
    }

    /// <summary>The trade that a message about an order carries; none where it carries none.</summary>
    public static ImmutableArray<ReportedFill> OfOrder(JsonElement row)
    {
        if (row.Text("tradeId") is not { } trade || BitgetWords.Price(row, "fillPrice") is not { } price
            || row.Decimal("baseVolume") is not (> 0 and var size) || row.Text("orderId") is not { } order
            || BitgetWords.Side(row.Text("side")) is not { } side
            || BitgetWords.Coin(row.Text("fillFeeCoin")) is not { } coin || row.Decimal("fillFee") is not { } fee)
        {
            // Without its fee it is not the whole trade: the account's trades have it.
            return [];
        }

        var quantity = new Quantity(size);
        return
        [
            new ReportedFill(
                trade, order, price, quantity, price * quantity, coin, -fee, side,
                BitgetWords.IsMaker(row.Text("tradeScope")), BitgetWords.Time(row, "fillTime", "uTime")),
        ];
    }

    /// <summary>
    /// What was paid: what is charged is written below zero, as a change of the balance. The detail is an object, a
    /// list of them, an object of them by coin, or any of these as text.
    /// </summary>
    public static BitgetFee? Fee(JsonElement? detail) => detail switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => FeeInText(text.GetString()!),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(Charge).FirstOrDefault(IsCharged)
            ?? list.EnumerateArray().Select(Charge).FirstOrDefault(),
        { ValueKind: JsonValueKind.Object } one => Charge(one)
            ?? one.EnumerateObject().Where(member => member.Name != "newFees")
                .Select(member => Charge(member.Value)).FirstOrDefault(IsCharged),
        _ => null,
    };

    private static BitgetFee? FeeInText(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        using var inner = JsonDocument.Parse(text);
        return inner.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? Fee(inner.RootElement)
            : throw new JsonException("A fee's detail has another shape.");
    }

    private static BitgetFee? Charge(JsonElement fee) =>
        BitgetWords.Coin(fee.Text("feeCoin") ?? fee.Text("feeCoinCode")) is { } coin
            ? new BitgetFee(
                coin, -(Amount(fee, "totalFee") ?? Amount(fee, "fee") ?? fee.Decimal("totalDeductionFee") ?? 0))
            : null;

    // Where the fee was taken from another coin's balance, it may stand as a deduction alone.
    private static decimal? Amount(JsonElement fee, string name) => fee.Decimal(name) is { } amount && amount != 0
        ? amount
        : null;

    private static bool IsCharged(BitgetFee? fee) => fee is { Amount: not 0 };
}

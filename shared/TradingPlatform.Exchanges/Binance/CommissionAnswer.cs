using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// The answer to <c>GET /api/v3/account/commission</c>: standard, special and tax rates, which add up; each with a part
/// by role and a part by side.
/// </summary>
internal static class CommissionAnswer
{
    /// <summary>The higher side's; without the discount for paying in BNB, which depends on having some.</summary>
    public static TradingFees Read(ReadOnlySpan<byte> body)
    {
        decimal maker = 0, taker = 0;
        var isStated = false;
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var isRate = reader.ValueTextEquals("standardCommission"u8)
                || reader.ValueTextEquals("specialCommission"u8) || reader.ValueTextEquals("taxCommission"u8);
            reader.Read();
            if (isRate && reader.TokenType == JsonTokenType.StartObject)
            {
                var rates = ReadRates(ref reader);
                (maker, taker, isStated) = (maker + rates.Maker, taker + rates.Taker, true);
            }
            else
            {
                reader.Skip();
            }
        }

        WireJson.Close(ref reader);
        return isStated ? new TradingFees(maker, taker) : throw new JsonException("The answer has no rates.");
    }

    private static (decimal Maker, decimal Taker) ReadRates(ref Utf8JsonReader reader)
    {
        decimal maker = 0, taker = 0, buyer = 0, seller = 0;
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "maker": maker = WireJson.Decimal(ref reader) ?? 0; break;
                case "taker": taker = WireJson.Decimal(ref reader) ?? 0; break;
                case "buyer": buyer = WireJson.Decimal(ref reader) ?? 0; break;
                case "seller": seller = WireJson.Decimal(ref reader) ?? 0; break;
                default: reader.Skip(); break;
            }
        }

        var bySide = Math.Max(buyer, seller);
        return (maker + bySide, taker + bySide);
    }
}

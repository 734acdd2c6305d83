using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>Accounts, commissions and key restrictions in Binance's shapes.</summary>
internal static class AccountJson
{
    public static void WriteAccount(
        Utf8JsonWriter writer,
        TradingKey key,
        SimulatedFees fees,
        long updateTime,
        IReadOnlyList<KeyValuePair<string, Balance>> balances)
    {
        writer.WriteStartObject();
        writer.WriteNumber("makerCommission"u8, (int)(fees.Maker * 10_000));
        writer.WriteNumber("takerCommission"u8, (int)(fees.Taker * 10_000));
        writer.WriteNumber("buyerCommission"u8, 0);
        writer.WriteNumber("sellerCommission"u8, 0);
        writer.WritePropertyName("commissionRates"u8);
        WriteRates(writer, fees.Maker, fees.Taker);
        writer.WriteBoolean("canTrade"u8, key.Permissions.EnableSpotAndMarginTrading);
        writer.WriteBoolean("canWithdraw"u8, key.Permissions.EnableWithdrawals);
        writer.WriteBoolean("canDeposit"u8, true);
        writer.WriteBoolean("brokered"u8, false);
        writer.WriteBoolean("requireSelfTradePrevention"u8, false);
        writer.WriteBoolean("preventSor"u8, false);
        writer.WriteNumber("updateTime"u8, updateTime);
        writer.WriteString("accountType"u8, "SPOT"u8);
        writer.WriteStartArray("balances"u8);
        foreach (var (asset, balance) in balances)
        {
            writer.WriteStartObject();
            writer.WriteString("asset"u8, asset);
            writer.WriteAmount("free"u8, balance.Free);
            writer.WriteAmount("locked"u8, balance.Locked);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("permissions"u8);
        writer.WriteStringValue("SPOT"u8);
        writer.WriteEndArray();
        writer.WriteNumber("uid"u8, key.Account.Id);
        writer.WriteEndObject();
    }

    /// <summary>The members that say what a trade costs.</summary>
    public static void WriteCommissions(Utf8JsonWriter writer, SimulatedFees fees, bool forOrder)
    {
        writer.WritePropertyName(forOrder ? "standardCommissionForOrder"u8 : "standardCommission"u8);
        WriteRates(writer, fees.Maker, fees.Taker);
        writer.WritePropertyName(forOrder ? "specialCommissionForOrder"u8 : "specialCommission"u8);
        WriteRates(writer, 0, 0);
        writer.WritePropertyName(forOrder ? "taxCommissionForOrder"u8 : "taxCommission"u8);
        WriteRates(writer, 0, 0);
        writer.WriteStartObject("discount"u8);
        writer.WriteBoolean("enabledForAccount"u8, false);
        writer.WriteBoolean("enabledForSymbol"u8, false);
        writer.WriteString("discountAsset"u8, "BNB"u8);
        writer.WriteAmount("discount"u8, 0.75m);
        writer.WriteEndObject();
    }

    public static void WriteRestrictions(Utf8JsonWriter writer, TradingKey key)
    {
        var permissions = key.Permissions;
        writer.WriteStartObject();
        writer.WriteBoolean("ipRestrict"u8, permissions.IpRestrict);
        writer.WriteNumber("createTime"u8, key.CreatedAt);
        writer.WriteBoolean("enableReading"u8, permissions.EnableReading);
        writer.WriteBoolean("enableSpotAndMarginTrading"u8, permissions.EnableSpotAndMarginTrading);
        writer.WriteBoolean("enableWithdrawals"u8, permissions.EnableWithdrawals);
        writer.WriteBoolean("enableInternalTransfer"u8, false);
        writer.WriteBoolean("enableMargin"u8, false);
        writer.WriteBoolean("enableFutures"u8, false);
        writer.WriteBoolean("permitsUniversalTransfer"u8, false);
        writer.WriteBoolean("enableVanillaOptions"u8, false);
        writer.WriteBoolean("enableFixApiTrade"u8, false);
        writer.WriteBoolean("enableFixReadOnly"u8, false);
        writer.WriteBoolean("enablePortfolioMarginTrading"u8, false);
        writer.WriteEndObject();
    }

    public static void WriteCoins(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, Balance>> balances)
    {
        writer.WriteStartArray();
        foreach (var (asset, balance) in balances)
        {
            writer.WriteStartObject();
            writer.WriteString("coin"u8, asset);
            writer.WriteBoolean("depositAllEnable"u8, false);
            writer.WriteAmount("free"u8, balance.Free);
            writer.WriteAmount("freeze"u8, 0);
            writer.WriteAmount("ipoable"u8, 0);
            writer.WriteAmount("ipoing"u8, 0);
            writer.WriteBoolean("isLegalMoney"u8, false);
            writer.WriteAmount("locked"u8, balance.Locked);
            writer.WriteString("name"u8, asset);
            writer.WriteStartArray("networkList"u8);
            writer.WriteEndArray();
            writer.WriteAmount("storage"u8, 0);
            writer.WriteBoolean("trading"u8, true);
            writer.WriteBoolean("withdrawAllEnable"u8, false);
            writer.WriteAmount("withdrawing"u8, 0);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRates(Utf8JsonWriter writer, decimal maker, decimal taker)
    {
        writer.WriteStartObject();
        writer.WriteAmount("maker"u8, maker);
        writer.WriteAmount("taker"u8, taker);
        writer.WriteAmount("buyer"u8, 0);
        writer.WriteAmount("seller"u8, 0);
        writer.WriteEndObject();
    }
}

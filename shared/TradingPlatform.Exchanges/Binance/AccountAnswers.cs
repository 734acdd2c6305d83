using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Reads what Binance answers about an account and its key.</summary>
internal static class AccountAnswers
{
    /// <summary>The answer to <c>GET /api/v3/account</c>; assets that have no name here are handed out.</summary>
    public static AccountState Account(ReadOnlySpan<byte> body, Action<string> unnamed)
    {
        bool? canTrade = null;
        string? uid = null;
        ImmutableArray<Balance>? balances = null;
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "canTrade": canTrade = WireJson.Boolean(ref reader); break;
                case "uid": uid = WireJson.Int64(ref reader)?.ToString(CultureInfo.InvariantCulture); break;
                case "balances": balances = ReadBalances(ref reader, unnamed); break;
                default: reader.Skip(); break;
            }
        }

        WireJson.Close(ref reader);
        return new AccountState(
            canTrade ?? throw new JsonException("The answer does not say whether the account trades."),
            balances ?? throw new JsonException("The answer has no balances.")) { Uid = uid };
    }

    /// <summary>
    /// The answer to <c>GET /sapi/v1/account/apiRestrictions</c>. A permission that it does not state is no answer,
    /// since an unknown one must not be taken for a missing one (FAILURES.md F19).
    /// </summary>
    public static KeyPermissions Permissions(ReadOnlySpan<byte> body)
    {
        bool? read = null, trade = null, withdraw = null, fixedIp = null;
        var moves = false;
        long? expires = null;
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "enableReading": read = WireJson.Boolean(ref reader); break;
                case "enableSpotAndMarginTrading": trade = WireJson.Boolean(ref reader); break;
                case "enableWithdrawals": withdraw = WireJson.Boolean(ref reader); break;
                case "enableInternalTransfer" or "permitsUniversalTransfer":
                    moves |= WireJson.Boolean(ref reader) is true;
                    break;
                case "ipRestrict": fixedIp = WireJson.Boolean(ref reader); break;
                case "tradingAuthorityExpirationTime": expires = WireJson.Int64(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        WireJson.Close(ref reader);
        return read is null || trade is null || withdraw is null || fixedIp is null
            ? throw new JsonException("The answer leaves permissions open.")
            : new KeyPermissions(read.Value, trade.Value, withdraw.Value || moves, fixedIp.Value,
                expires is > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(expires.Value) : null);
    }

    /// <summary>Balances under the names of an answer, or under those of a stream.</summary>
    public static ImmutableArray<Balance> ReadBalances(ref Utf8JsonReader reader, Action<string> unnamed)
    {
        var balances = ImmutableArray.CreateBuilder<Balance>();
        WireJson.Expect(ref reader, JsonTokenType.StartArray);
        while (WireJson.NextElement(ref reader))
        {
            string? asset = null;
            decimal free = 0, locked = 0;
            WireJson.Expect(ref reader, JsonTokenType.StartObject);
            while (WireJson.NextMember(ref reader))
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "asset" or "a": asset = WireJson.Text(ref reader); break;
                    case "free" or "f": free = WireJson.Decimal(ref reader) ?? 0; break;
                    case "locked" or "l": locked = WireJson.Decimal(ref reader) ?? 0; break;
                    default: reader.Skip(); break;
                }
            }

            if (Asset.TryParse(asset, out var known))
            {
                balances.Add(new Balance(known, free, locked));
            }
            else
            {
                unnamed(asset ?? "");
            }
        }

        return balances.DrainToImmutable();
    }
}

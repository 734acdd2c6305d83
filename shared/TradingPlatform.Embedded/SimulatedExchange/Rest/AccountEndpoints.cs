using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>What an account has, pays and may do.</summary>
internal static class AccountEndpoints
{
    public static async ValueTask<Reply> AccountAsync(RestCall call)
    {
        const int weight = 20;
        var omitsZero = call.Parameters.Flag("omitZeroBalances"u8);
        call.Parameters.FailUnread();
        if (call.Parameters.Failure is { } failure)
        {
            return Reply.Refuse(failure, weight);
        }

        var (balances, updateTime) = await call.Floor.DoAsync(_ => (
            Balances(call).Where(each => !omitsZero || each.Value != default).ToArray(), call.Account.UpdateTime));
        return Reply.Of(weight, writer => AccountJson.WriteAccount(
            writer, call.Key, call.Floor.Options.Fees, updateTime, balances));
    }

    /// <summary>The coins, which common clients ask for before they trade. None can be moved in or out here.
    /// </summary>
    public static async ValueTask<Reply> CoinsAsync(RestCall call)
    {
        var balances = await call.Floor.DoAsync(_ => Balances(call).ToArray());
        return Reply.Of(10, writer => AccountJson.WriteCoins(writer, balances));
    }

    /// <summary>There is no margin trading here; common clients ask all the same.</summary>
    public static ValueTask<Reply> NoMargin(RestCall call) => ValueTask.FromResult(Reply.Of(1, static writer =>
    {
        writer.WriteStartArray();
        writer.WriteEndArray();
    }));

    public static ValueTask<Reply> Commission(RestCall call)
    {
        var market = call.Market();
        call.Parameters.FailUnread();
        return ValueTask.FromResult(call.Parameters.Failure is { } failure
            ? Reply.Refuse(failure, 20)
            : Reply.Of(20, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("symbol"u8, market!.Name);
                AccountJson.WriteCommissions(writer, call.Floor.Options.Fees, forOrder: false);
                writer.WriteEndObject();
            }));
    }

    public static ValueTask<Reply> Restrictions(RestCall call) =>
        ValueTask.FromResult(Reply.Of(1, writer => AccountJson.WriteRestrictions(writer, call.Key)));

    /// <summary>Binance lists every asset it knows, also those that the account has none of.</summary>
    private static IEnumerable<KeyValuePair<string, Balance>> Balances(RestCall call) =>
        call.Engine.Markets.SelectMany(market => (string[])[market.BaseAsset, market.QuoteAsset])
            .Concat(call.Account.Balances.Keys)
            .Distinct(StringComparer.Ordinal)
            .Select(asset => KeyValuePair.Create(asset, call.Account[asset]));

    public static ValueTask<Reply> OrderRates(RestCall call)
    {
        var limits = call.Floor.Options.Limits;
        (int TenSeconds, int Day) counts;
        lock (call.Floor.Gate)
        {
            var now = call.Floor.Clock.Now;
            counts = (call.Account.Rate.InTenSeconds(now), call.Account.Rate.InDay(now));
        }

        return ValueTask.FromResult(Reply.Of(40, writer =>
        {
            writer.WriteStartArray();
            InfoJson.WriteLimit(writer, "ORDERS", "SECOND", 10, limits.OrdersPerTenSeconds, counts.TenSeconds);
            InfoJson.WriteLimit(writer, "ORDERS", "DAY", 1, limits.OrdersPerDay, counts.Day);
            writer.WriteEndArray();
        }));
    }
}

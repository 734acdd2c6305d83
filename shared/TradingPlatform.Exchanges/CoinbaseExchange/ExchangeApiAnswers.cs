using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>Reads what the Exchange API answers about an account.</summary>
internal static class ExchangeApiAnswers
{
    /// <summary>The answer to <c>GET /accounts</c>; assets that have no name here are handed out.</summary>
    public static AccountState Account(ReadOnlySpan<byte> body, Action<string> unnamed)
    {
        var sums = new BalanceSums(unnamed);
        var trades = false;
        foreach (var json in WireFields.Open(body, JsonValueKind.Array).EnumerateArray())
        {
            trades |= json.Boolean("trading_enabled") is not false;
            sums.Add(json.Text("currency"), json.Decimal("available") ?? 0, json.Decimal("hold") ?? 0);
        }

        return new AccountState(trades, sums.ToBalances());
    }

    /// <summary>The answer to <c>GET /fees</c>.</summary>
    public static TradingFees Fees(ReadOnlySpan<byte> body)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        return new TradingFees(
            json.Decimal("maker_fee_rate") ?? throw new JsonException("The answer has no fee."),
            json.Decimal("taker_fee_rate") ?? throw new JsonException("The answer has no fee."));
    }
}

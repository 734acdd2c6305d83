using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>How an account trades one futures pair.</summary>
/// <param name="IsOneWay">
/// Buys and sells change one position; else it holds a long and a short one side by side.
/// </param>
/// <param name="Margin">What stands behind its position.</param>
/// <param name="Leverage">As set.</param>
internal sealed record ContractSettings(bool IsOneWay, MarginMode Margin, decimal Leverage);

/// <summary>Reads what Bitget answers about an account and its key.</summary>
internal static class BitgetAccountAnswers
{
    // What a key may do (Get Account Info): to look, to trade, and to move money, be it by way of a subaccount.
    private static readonly ImmutableHashSet<string> Looking =
        ["readonly", "coor", "cpor", "stor", "smor", "ttor", "wtor", "taxr", "chor", "p2pr", "pllr"];

    private static readonly ImmutableHashSet<string> Trading =
        ["trade", "coow", "cpow", "stow", "smow", "ttow", "pllw", "taxw"];

    private static readonly ImmutableHashSet<string> Moving =
        ["wtow", "wwow", "chow", "p2p", "p2pw", "withdraw", "transfer"];

    /// <summary>Spot: an asset's free part, and what is bound in orders or otherwise.</summary>
    public static AccountState Assets(JsonElement data, Action<string> unnamed) => new(
        true, Balances(BitgetAnswer.Rows(data), "coin", unnamed, static (coin, row) => new Balance(
            coin, row.Decimal("available") ?? 0, (row.Decimal("frozen") ?? 0) + (row.Decimal("locked") ?? 0))));

    /// <summary>Futures: what is free, and all else that the account is worth, profits that stand included.</summary>
    public static AccountState Margins(JsonElement data, Action<string> unnamed) => new(
        true, Balances(BitgetAnswer.Rows(data), "marginCoin", unnamed, static (coin, row) =>
        {
            var free = row.Decimal("available") ?? 0;
            var worth = row.Decimal("accountEquity") ?? row.Decimal("equity")
                ?? throw new JsonException("The account does not say what it is worth.");
            return new Balance(coin, free, worth - free);
        }));

    /// <summary>
    /// Null where it says something that is new to us: an unknown permission is none that can be allowed.
    /// </summary>
    public static KeyPermissions? Permissions(JsonElement data, bool isFutures)
    {
        var authorities = data.Member("authorities") is { ValueKind: JsonValueKind.Array }
            ? data.List("authorities").Select(word => word.Text() ?? "").ToHashSet(StringComparer.Ordinal)
            : throw new JsonException("The answer does not say what the key may do.");
        if (authorities.Any(word => !Looking.Contains(word) && !Trading.Contains(word) && !Moving.Contains(word)))
        {
            return null;
        }

        var trades = authorities.Contains("trade") || authorities.Contains(isFutures ? "coow" : "stow");
        return new KeyPermissions(
            authorities.Count > 0, trades, authorities.Any(Moving.Contains), data.Text("ips") is not null, null);
    }

    /// <summary>What the account pays for trades.</summary>
    public static TradingFees Fees(JsonElement data) => new(
        data.Decimal("makerFeeRate") ?? throw new JsonException("The answer has no fees."),
        data.Decimal("takerFeeRate") ?? throw new JsonException("The answer has no fees."));

    /// <summary>How the account trades a pair.</summary>
    public static ContractSettings Settings(JsonElement data)
    {
        var margin = Margin(data.Text("marginMode"));
        var leverage = margin == MarginMode.Cross
            ? data.Decimal("crossedMarginLeverage")
            : Larger(data.Decimal("isolatedLongLever"), data.Decimal("isolatedShortLever"));
        return new ContractSettings(
            data.Text("posMode") == "one_way_mode", margin,
            leverage ?? throw new JsonException("The answer has no leverage."));
    }

    /// <summary>A futures position; one of nothing is none.</summary>
    public static ExchangePosition? Position(JsonElement row, Symbol symbol)
    {
        var total = row.Decimal("total") ?? row.Decimal("size") ?? 0;
        return total == 0
            ? null
            : new ExchangePosition(
                symbol, row.Text("holdSide") == "short" ? -total : total,
                BitgetWords.Price(row, "openPriceAvg") ?? throw new JsonException("A position has no price."),
                row.Decimal("leverage") ?? throw new JsonException("A position has no leverage."),
                Margin(row.Text("marginMode")), BitgetWords.Price(row, "liquidationPrice"),
                row.Decimal("unrealizedPL") ?? 0);
    }

    private static MarginMode Margin(string? text) => text switch
    {
        "crossed" or "cross" => MarginMode.Cross,
        "isolated" or "fixed" => MarginMode.Isolated,
        _ => throw new JsonException("The answer has no margin mode."),
    };

    private static decimal? Larger(decimal? one, decimal? other) => one > other ? one : other ?? one;

    private static ImmutableArray<Balance> Balances(
        IEnumerable<JsonElement> rows, string member, Action<string> unnamed,
        Func<Asset, JsonElement, Balance> read)
    {
        var balances = ImmutableArray.CreateBuilder<Balance>();
        foreach (var row in rows)
        {
            if (BitgetWords.Coin(row.Text(member)) is { } coin)
            {
                balances.Add(read(coin, row));
            }
            else
            {
                unnamed(row.Text(member) ?? "");
            }
        }

        return balances.DrainToImmutable();
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>
/// The contract's field names and formats (API.md): an answer that lacks one, or spells it otherwise, fails the test.
/// </summary>
public static partial class Shapes
{
    public static JsonElement Order(JsonElement order)
    {
        Members(
            order, "id", "clientOrderId", "exchangeOrderId", "configId", "exchange", "symbol", "side", "type",
            "timeInForce", "status", "quantity", "quoteQuantity", "price", "stopPrice", "filledQuantity",
            "filledQuote", "averagePrice", "fees", "rejectReason", "createdAt", "updatedAt", "version");
        Amounts(
            order, "quantity", "quoteQuantity", "price", "stopPrice", "filledQuantity", "filledQuote", "averagePrice");
        Times(order, "createdAt", "updatedAt");
        foreach (var fee in order.GetProperty("fees").EnumerateArray())
        {
            Members(fee, "asset", "amount");
            Amounts(fee, "amount");
        }

        return order;
    }

    public static JsonElement Fill(JsonElement fill)
    {
        Members(
            fill, "id", "orderId", "exchangeTradeId", "symbol", "side", "price", "quantity", "quote", "fee",
            "liquidity", "executedAt");
        Amounts(fill, "price", "quantity", "quote");
        Amounts(fill.GetProperty("fee"), "amount");
        Times(fill, "executedAt");
        return fill;
    }

    public static JsonElement Account(JsonElement account)
    {
        Members(
            account, "id", "exchange", "label", "mode", "status", "permissions", "apiKeyHint", "baseUrl", "trading",
            "validatedAt", "createdAt", "updatedAt", "rotatedAt");
        Members(account.GetProperty("trading"), "state", "reason", "since");
        Times(account, "validatedAt", "createdAt", "updatedAt", "rotatedAt");
        Times(account.GetProperty("trading"), "since");
        return account;
    }

    public static JsonElement Position(JsonElement position)
    {
        Members(
            position, "configId", "exchange", "symbol", "quantity", "averageCost", "marketPrice", "notional",
            "unrealisedProfit", "realisedProfit", "fees", "updatedAt");
        Amounts(
            position, "quantity", "averageCost", "marketPrice", "notional", "unrealisedProfit", "realisedProfit");
        Times(position, "updatedAt");
        return position;
    }

    public static JsonElement Balance(JsonElement balance)
    {
        Members(balance, "configId", "exchange", "asset", "free", "locked", "total");
        Amounts(balance, "free", "locked", "total");
        return balance;
    }

    public static JsonElement Limits(JsonElement limits)
    {
        Members(
            limits, "symbolWhitelist", "maxOrderNotional", "maxPositionNotional", "maxOpenOrders", "maxLeverage",
            "maxRiskPerTrade", "maxPositionShare", "minOrderQuantity", "maxOrderQuantity", "maxDailyLoss",
            "maxDrawdown", "priceCollarBps");
        Amounts(
            limits, "maxOrderNotional", "maxPositionNotional", "maxLeverage", "maxRiskPerTrade", "maxPositionShare",
            "minOrderQuantity", "maxOrderQuantity", "maxDailyLoss", "maxDrawdown");
        return limits;
    }

    public static JsonElement RiskStatus(JsonElement status)
    {
        Members(
            status, "openOrders", "openNotional", "positionNotional", "equity", "highWaterMark", "dailyLoss",
            "drawdown", "killSwitch", "limits");
        Amounts(
            status, "openNotional", "positionNotional", "equity", "highWaterMark", "dailyLoss", "drawdown");
        Members(status.GetProperty("killSwitch"), "active", "reason", "by", "at");
        Limits(status.GetProperty("limits"));
        return status;
    }

    public static JsonElement Event(JsonElement e)
    {
        Members(e, "at", "type", "by", "correlationId", "details");
        Times(e, "at");
        return e;
    }

    public static void Problem(Answer answer)
    {
        Assert.Equal("application/problem+json", answer.ContentType);
        Members(answer.Json, "type", "title", "status", "detail", "code", "retryable", "correlationId");
        Assert.Equal(answer.Status, answer.Json.GetProperty("status").GetInt32());
        Assert.True(answer.Json.GetProperty("retryable").ValueKind is JsonValueKind.True or JsonValueKind.False);
        Assert.Equal(answer.Headers["X-Correlation-Id"], answer["correlationId"]);
        if (answer.Status == 400)
        {
            Members(answer.Json, "errors");
        }

        // A stack trace has lines that begin so.
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>The caller's fault, and said so: never ours, never taken.</summary>
    public static void Refused(Answer answer, string what)
    {
        Assert.True(answer.Status is >= 400 and < 500, $"{what} was answered {answer}");
        Problem(answer);
        Assert.False(string.IsNullOrEmpty(answer["code"]));
    }

    public static decimal Amount(JsonElement parent, string member) =>
        decimal.Parse(parent.GetProperty(member).GetString()!, CultureInfo.InvariantCulture);

    private static void Members(JsonElement element, params string[] names)
    {
        Assert.Equal(JsonValueKind.Object, element.ValueKind);
        var missing = names.Where(name => !element.TryGetProperty(name, out _)).ToList();
        Assert.True(missing.Count == 0, $"Missing {string.Join(", ", missing)} in {element.GetRawText()}");
    }

    private static void Amounts(JsonElement element, params string[] names)
    {
        foreach (var name in names)
        {
            var value = element.GetProperty(name);
            Assert.True(
                value.ValueKind is JsonValueKind.Null
                || (value.ValueKind is JsonValueKind.String && Decimal().IsMatch(value.GetString()!)),
                $"{name} is no decimal string: {value.GetRawText()}");
        }
    }

    private static void Times(JsonElement element, params string[] names)
    {
        foreach (var name in names)
        {
            var value = element.GetProperty(name);
            Assert.True(
                value.ValueKind is JsonValueKind.Null || Time().IsMatch(value.GetString()!),
                $"{name} is no time in UTC with milliseconds: {value.GetRawText()}");
        }
    }

    [GeneratedRegex(@"^-?\d+(\.\d+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", RegexOptions.NonBacktracking)]
    private static partial Regex Time();
}

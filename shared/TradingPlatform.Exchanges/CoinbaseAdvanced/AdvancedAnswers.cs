using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>Reads what Advanced Trade answers about an account, its key and its cancels.</summary>
internal static class AdvancedAnswers
{
    /// <summary>Adds a page of <c>GET /accounts</c>; the cursor of the next, or null.</summary>
    public static string? Accounts(ReadOnlySpan<byte> body, BalanceSums sums)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        foreach (var account in (json.Member("accounts") ?? throw new JsonException("No accounts.")).EnumerateArray())
        {
            sums.Add(
                account.Text("currency"), account.Member("available_balance")?.Decimal("value") ?? 0,
                account.Member("hold")?.Decimal("value") ?? 0);
        }

        return json.Boolean("has_next") is true ? json.Text("cursor") : null;
    }

    /// <summary>
    /// The answer to <c>GET /key_permissions</c>. A permission that it does not state is no answer, since an unknown
    /// one must not be taken for a missing one (FAILURES.md F19).
    /// </summary>
    public static KeyPermissions Permissions(ReadOnlySpan<byte> body)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        return (json.Boolean("can_view"), json.Boolean("can_trade"), json.Boolean("can_transfer")) is
            ({ } view, { } trade, { } transfer)
                // Whether it is bound to addresses, or ends, is not said.
                ? new KeyPermissions(view, trade, transfer, IpRestricted: false, ExpiresAt: null)
                : throw new JsonException("The answer leaves permissions open.");
    }

    /// <summary>The answer to <c>GET /transaction_summary</c>.</summary>
    public static TradingFees Fees(ReadOnlySpan<byte> body)
    {
        var tier = WireFields.Open(body, JsonValueKind.Object).Member("fee_tier");
        return new TradingFees(
            tier?.Decimal("maker_fee_rate") ?? throw new JsonException("The answer has no fee."),
            tier?.Decimal("taker_fee_rate") ?? throw new JsonException("The answer has no fee."));
    }

    /// <summary>The answer to <c>POST /orders/preview</c>: null where the order would be taken.</summary>
    public static ExchangeError? Preview(ReadOnlySpan<byte> body)
    {
        var refused = WireFields.Open(body, JsonValueKind.Object).List("errs").Select(error => error.Text())
            .FirstOrDefault(error => error is not null);
        return refused is null ? null : AdvancedErrors.Map(200, new AdvancedRefusal(refused, ""), null);
    }

    /// <summary>
    /// What the answer to <c>POST /orders/batch_cancel</c> says of each order; null for those it takes.
    /// </summary>
    public static Dictionary<string, ExchangeError?> Cancelled(ReadOnlySpan<byte> body)
    {
        var results = new Dictionary<string, ExchangeError?>(StringComparer.Ordinal);
        foreach (var result in WireFields.Open(body, JsonValueKind.Object).List("results"))
        {
            var refusal = AdvancedRefusal.Of(result);
            results[result.Text("order_id") ?? throw new JsonException("A result names no order.")] =
                result.Boolean("success") is true ? null : AdvancedErrors.Map(200, refusal, null);
        }

        return results;
    }

    /// <summary>The body of a cancel.</summary>
    public static byte[] CancelBody(IEnumerable<string> ids)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("order_ids");
            foreach (var id in ids)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}

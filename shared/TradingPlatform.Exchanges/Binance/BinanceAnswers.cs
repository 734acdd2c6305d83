using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// Reads what Binance answers about orders. All throw where the body is not the whole of what they expect.
/// </summary>
internal static class BinanceAnswers
{
    /// <summary>One order: the answer to placing and to asking.</summary>
    public static OrderReport Order(ReadOnlySpan<byte> body, Symbol symbol)
    {
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        var order = OrderFields.Read(ref reader);
        WireJson.Close(ref reader);
        return order.Report(symbol);
    }

    /// <summary>The answer to a cancel: the order, or, where it was a leg, its whole list.</summary>
    public static OrderReport Cancelled(ReadOnlySpan<byte> body, OrderReference asked)
    {
        var legs = Legs(body);
        foreach (var leg in legs)
        {
            var report = leg.Report(asked.Symbol);
            if (report.ExchangeOrderId == asked.ExchangeOrderId || report.ClientOrderId == asked.ClientOrderId)
            {
                return report;
            }
        }

        return legs.Count == 0 ? Order(body, asked.Symbol) : throw new JsonException("The list lacks the order.");
    }

    /// <summary>Both legs of a pair.</summary>
    public static (OrderReport Limit, OrderReport Stop) Pair(ReadOnlySpan<byte> body, OcoPair pair)
    {
        OrderReport? limit = null, stop = null;
        foreach (var leg in Legs(body))
        {
            var report = leg.Report(pair.Symbol);
            limit = report.ClientOrderId == pair.LimitId ? report : limit;
            stop = report.ClientOrderId == pair.StopId ? report : stop;
        }

        return (limit ?? throw new JsonException("The limit leg is missing."),
            stop ?? throw new JsonException("The stop leg is missing."));
    }

    /// <summary>
    /// Many orders, each of any pair. One of a pair that has no name here cannot be told, and is handed out.
    /// </summary>
    public static ImmutableArray<OrderReport> Orders(
        ReadOnlySpan<byte> body, IReadOnlyDictionary<string, Symbol> pairs, Action<string> unnamed)
    {
        var orders = ImmutableArray.CreateBuilder<OrderReport>();
        var reader = WireJson.Open(body, JsonTokenType.StartArray);
        while (WireJson.NextElement(ref reader))
        {
            var order = OrderFields.Read(ref reader);
            if (pairs.TryGetValue(order.Spelling ?? "", out var symbol))
            {
                orders.Add(order.Report(symbol));
            }
            else
            {
                unnamed(order.Spelling ?? "");
            }
        }

        WireJson.Close(ref reader);
        return orders.DrainToImmutable();
    }

    /// <summary>Orders of one pair, oldest first: their ids rise with time.</summary>
    public static ImmutableArray<OrderReport> OrdersOf(ReadOnlySpan<byte> body, Symbol symbol)
    {
        var orders = new List<OrderReport>();
        var reader = WireJson.Open(body, JsonTokenType.StartArray);
        while (WireJson.NextElement(ref reader))
        {
            orders.Add(OrderFields.Read(ref reader).Report(symbol));
        }

        WireJson.Close(ref reader);
        return [.. orders.OrderBy(order => long.Parse(
            order.ExchangeOrderId, System.Globalization.NumberStyles.None, BinanceWords.Invariant))];
    }

    /// <summary>Trades of one pair, oldest first.</summary>
    public static ImmutableArray<ReportedFill> Trades(ReadOnlySpan<byte> body, Symbol symbol)
    {
        var reader = WireJson.Open(body, JsonTokenType.StartArray);
        var trades = FillFields.ReadAll(ref reader);
        WireJson.Close(ref reader);
        return [.. trades.Select(trade => trade.Report(symbol)).OrderBy(trade => long.Parse(
            trade.TradeId, System.Globalization.NumberStyles.None, BinanceWords.Invariant))];
    }

    private static List<OrderFields> Legs(ReadOnlySpan<byte> body)
    {
        var legs = new List<OrderFields>();
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var isReports = reader.ValueTextEquals("orderReports"u8);
            reader.Read();
            if (isReports)
            {
                WireJson.Expect(ref reader, JsonTokenType.StartArray);
                while (WireJson.NextElement(ref reader))
                {
                    legs.Add(OrderFields.Read(ref reader));
                }
            }
            else
            {
                reader.Skip();
            }
        }

        WireJson.Close(ref reader);
        return legs;
    }
}

using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// An <c>executionReport</c>: the order as REST would tell it, and the fill that it tells of, under one-letter names
/// whose case counts.
/// </summary>
internal struct ExecutionFields
{
    private OrderFields _order;
    private FillFields _fill;
    private bool _isTrade;

    /// <summary>It has an id of ours or of another's: one without cannot be ours.</summary>
    public readonly bool IsNamed => !string.IsNullOrEmpty(_order.OriginalClientOrderId ?? _order.ClientOrderId);

    /// <summary>The exchange's name of the pair.</summary>
    public readonly string Spelling => _order.Spelling ?? "";

    /// <summary>Reads the event that the reader stands at the start of.</summary>
    public static ExecutionFields Read(ref Utf8JsonReader reader)
    {
        var execution = default(ExecutionFields);
        while (WireJson.NextMember(ref reader))
        {
            execution.ReadMember(ref reader);
        }

        return execution;
    }

    /// <exception cref="JsonException">It names no order, or its fill is incomplete.</exception>
    public readonly OrderReport Report(Symbol symbol)
    {
        var report = _order.Report(symbol);
        // Some ends are told as a trade of nothing or at nothing. What filled is in the order, its trade in the
        // history.
        if (!_isTrade || _fill.Quantity is not > 0 || _fill.Price is not > 0)
        {
            return report;
        }

        var fill = _fill;
        fill.OrderId = _order.OrderId;
        fill.Time = _order.TransactTime;
        fill.Buyer = _order.Side switch { OrderSide.Buy => true, OrderSide.Sell => false, _ => null };
        return report with { Fills = [fill.Report(symbol)] };
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
        var isExpiry = reader.ValueTextEquals("eR"u8);
        reader.Read();
        switch ((char)name)
        {
            case 's': _order.Spelling = WireJson.Text(ref reader); break;
            case 'i': _order.OrderId = WireJson.Text(ref reader); break;
            case 'g': _order.ListId = WireJson.Text(ref reader); break;
            case 'c': _order.ClientOrderId = WireJson.Text(ref reader); break;
            // A cancel is told under its own id, and names the order's here; it is empty otherwise.
            case 'C': _order.OriginalClientOrderId = Said(WireJson.Text(ref reader)); break;
            case 'r': _order.Reason ??= Said(WireJson.Text(ref reader)); break;
            case 'S': _order.Side = BinanceWords.ReadSide(ref reader); break;
            case 'X': _order.Status = BinanceWords.ReadStatus(ref reader); break;
            case 'f': _order.TimeInForce = BinanceWords.ReadTimeInForce(ref reader); break;
            case 'o': _order.Type = BinanceWords.TryReadType(ref reader, out var type) ? type : null; break;
            case 'q': _order.Quantity = WireJson.Decimal(ref reader); break;
            case 'Q': _order.QuoteQuantity = WireJson.Decimal(ref reader); break;
            case 'p': _order.Price = WireJson.Decimal(ref reader); break;
            case 'P': _order.StopPrice = WireJson.Decimal(ref reader); break;
            case 'F': _order.Iceberg = WireJson.Decimal(ref reader); break;
            case 'z': _order.Filled = WireJson.Decimal(ref reader); break;
            case 'Z': _order.FilledQuote = WireJson.Decimal(ref reader); break;
            case 'T': _order.TransactTime = WireJson.Int64(ref reader); break;
            case 'd': _order.TrailingDelta = WireJson.Int64(ref reader); break;
            case 'x': _isTrade = reader.ValueTextEquals("TRADE"u8); break;
            case 't': _fill.TradeId = WireJson.Text(ref reader); break;
            case 'L': _fill.Price = WireJson.Decimal(ref reader); break;
            case 'l': _fill.Quantity = WireJson.Decimal(ref reader); break;
            case 'Y': _fill.Quote = WireJson.Decimal(ref reader); break;
            case 'n': _fill.Fee = WireJson.Decimal(ref reader); break;
            case 'N': _fill.FeeAsset = WireJson.Text(ref reader); break;
            case 'm': _fill.Maker = WireJson.Boolean(ref reader); break;
            default:
                if (isExpiry)
                {
                    _order.Reason = Said(WireJson.Text(ref reader)) ?? _order.Reason;
                }
                else
                {
                    reader.Skip();
                }

                break;
        }
    }

    private static string? Said(string? text) => text is null or "" or "null" or "NONE" ? null : text;
}

using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>An order as Binance writes it, in whichever answer it stands; members that are absent are null.</summary>
internal struct OrderFields
{
    public string? Spelling, OrderId, ClientOrderId, OriginalClientOrderId, ListId, Reason;
    public decimal? Price, Quantity, QuoteQuantity, Filled, FilledQuote, StopPrice, Iceberg;
    public long? TransactTime, UpdateTime, Time, TrailingDelta;
    public ReportedStatus? Status;
    public OrderType? Type;
    public OrderSide? Side;
    public TimeInForce? TimeInForce;
    public List<FillFields>? Fills;

    /// <summary>Reads the object that the reader stands at.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="FormatException">A number in it is none.</exception>
    public static OrderFields Read(ref Utf8JsonReader reader)
    {
        WireJson.Expect(ref reader, JsonTokenType.StartObject);
        var order = default(OrderFields);
        while (WireJson.NextMember(ref reader))
        {
            order.ReadMember(ref reader);
        }

        return order;
    }

    /// <summary>The report, in the platform's words.</summary>
    /// <exception cref="JsonException">It names no order.</exception>
    public readonly OrderReport Report(Symbol symbol)
    {
        if (string.IsNullOrEmpty(OrderId) || string.IsNullOrEmpty(OriginalClientOrderId ?? ClientOrderId))
        {
            throw new JsonException("The answer names no order.");
        }

        var filled = new Quantity(Filled ?? 0);
        return new OrderReport(
            // A cancel's answer carries the cancel's own id as clientOrderId, and the order's as origClientOrderId.
            new ClientOrderId((OriginalClientOrderId ?? ClientOrderId)!), OrderId, symbol,
            Status ?? (filled > Core.Markets.Quantity.Zero ? ReportedStatus.PartiallyFilled : ReportedStatus.Open),
            filled, FilledQuote >= 0 ? FilledQuote : null, ReadFills(symbol), At)
        {
            Ticket = Ticket(symbol),
            Reason = Reason,
            ListId = ListId is null or "-1" or "" ? null : ListId,
        };
    }

    private readonly DateTimeOffset At =>
        DateTimeOffset.FromUnixTimeMilliseconds(TransactTime ?? UpdateTime ?? Time ?? 0);

    private readonly ImmutableArray<ReportedFill> ReadFills(Symbol symbol)
    {
        if (Fills is not { Count: > 0 } fills)
        {
            return [];
        }

        var report = ImmutableArray.CreateBuilder<ReportedFill>(fills.Count);
        foreach (var fill in fills)
        {
            // What fills in the answer to its own placing took what was there; these fills carry no time of their own.
            report.Add(fill.Report(symbol, OrderId!, Side ?? throw new JsonException("The order has no side."), At));
        }

        return report.MoveToImmutable();
    }

    private readonly OrderTicket? Ticket(Symbol symbol)
    {
        if (Side is not { } side || Type is not { } type)
        {
            return null;
        }

        var byQuote = type == OrderType.Market && QuoteQuantity > 0;
        return new OrderTicket(symbol, side, type)
        {
            Quantity = byQuote || Quantity is not > 0 ? null : new Quantity(Quantity.Value),
            QuoteQuantity = byQuote ? QuoteQuantity : null,
            // Market orders have a price of 0, and orders without a stop a stop price of 0.
            Price = type.HasPrice() && Price > 0 ? new Price(Price.Value) : null,
            StopPrice = StopPrice > 0 ? new Price(StopPrice.Value) : null,
            TrailingDeltaBps = TrailingDelta is > 0 and <= int.MaxValue ? (int)TrailingDelta : null,
            IcebergQuantity = Iceberg > 0 ? new Quantity(Iceberg.Value) : null,
            TimeInForce = type.HasTimeInForce() ? TimeInForce : null,
        };
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        var member = OrderMembers.Of(ref reader);
        reader.Read();
        switch (member)
        {
            case OrderMember.Symbol: Spelling = WireJson.Text(ref reader); break;
            case OrderMember.OrderId: OrderId = WireJson.Text(ref reader); break;
            case OrderMember.ListId: ListId = WireJson.Text(ref reader); break;
            case OrderMember.ClientOrderId: ClientOrderId = WireJson.Text(ref reader); break;
            case OrderMember.OriginalClientOrderId: OriginalClientOrderId = WireJson.Text(ref reader); break;
            case OrderMember.Reason: Reason = WireJson.Text(ref reader); break;
            case OrderMember.Price: Price = WireJson.Decimal(ref reader); break;
            case OrderMember.Quantity: Quantity = WireJson.Decimal(ref reader); break;
            case OrderMember.QuoteQuantity: QuoteQuantity = WireJson.Decimal(ref reader); break;
            case OrderMember.Filled: Filled = WireJson.Decimal(ref reader); break;
            case OrderMember.FilledQuote: FilledQuote = WireJson.Decimal(ref reader); break;
            case OrderMember.StopPrice: StopPrice = WireJson.Decimal(ref reader); break;
            case OrderMember.Iceberg: Iceberg = WireJson.Decimal(ref reader); break;
            case OrderMember.TransactTime: TransactTime = WireJson.Int64(ref reader); break;
            case OrderMember.UpdateTime: UpdateTime = WireJson.Int64(ref reader); break;
            case OrderMember.Time: Time = WireJson.Int64(ref reader); break;
            case OrderMember.TrailingDelta: TrailingDelta = WireJson.Int64(ref reader); break;
            case OrderMember.Status: Status = BinanceWords.ReadStatus(ref reader); break;
            case OrderMember.Side: Side = BinanceWords.ReadSide(ref reader); break;
            case OrderMember.Type:
                Type = BinanceWords.TryReadType(ref reader, out var type) ? type : null;
                break;
            case OrderMember.TimeInForce: TimeInForce = BinanceWords.ReadTimeInForce(ref reader); break;
            case OrderMember.Fills: Fills = FillFields.ReadAll(ref reader); break;
            default: reader.Skip(); break;
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// The orders that a run has met, by their names alone: some sixteen bytes each, so that an account with a hundred
/// thousand open orders is held in a few megabytes.
/// </summary>
internal sealed class MetOrders
{
    private readonly HashSet<UInt128> _met = [];
    private readonly Dictionary<UInt128, UInt128> _byExchangeId = [];

    /// <summary>Meets an order. False where it was met before.</summary>
    public bool Add(Order order)
    {
        var id = Number(order.Id);
        if (!_met.Add(id))
        {
            return false;
        }

        if (order.ExchangeOrderId is { } theirs)
        {
            _byExchangeId[Number(order.Ticket.Symbol, theirs)] = id;
        }

        return true;
    }

    /// <summary>The order was met.</summary>
    public bool Has(OrderId order) => _met.Contains(Number(order));

    /// <summary>The order that the exchange calls so; null where none was met.</summary>
    /// <remarks>By its pair too: Binance numbers the orders of each pair by themselves.</remarks>
    public OrderId? Find(Symbol symbol, string exchangeOrderId) =>
        _byExchangeId.TryGetValue(Number(symbol, exchangeOrderId), out var id)
            ? OrderId.Parse(id.ToString("x32", CultureInfo.InvariantCulture))
            : null;

    // 32 hexadecimal digits are 128 bits.
    private static UInt128 Number(OrderId order) =>
        UInt128.Parse(order.Text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static UInt128 Number(Symbol symbol, string exchangeOrderId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{symbol.Text}/{exchangeOrderId}"), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}

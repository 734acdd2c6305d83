using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Checks;

/// <summary>
/// What an account has come to hold in a pair by the exchange's own trades: written down apart from the product, lot by
/// lot at their average, to hold its positions against (I5).
/// </summary>
internal sealed class PositionFold
{
    private readonly SortedDictionary<string, decimal> _fees = new(StringComparer.Ordinal);
    private decimal _held, _cost, _profit;

    public static PositionFold Of(IEnumerable<VenueTrade> trades)
    {
        var fold = new PositionFold();
        foreach (var trade in trades.OrderBy(trade => trade.Id))
        {
            fold.Take(trade);
        }

        return fold;
    }

    /// <summary>In what the position differs; null where it does not.</summary>
    public string? Difference(Position position)
    {
        var fees = position.Fees.Where(fee => fee.Value != 0).Select(fee => (fee.Key, fee.Value));
        return position.Quantity != _held ? $"quantity {position.Quantity}, by the exchange {_held}"
            : !fees.SequenceEqual(_fees.Where(fee => fee.Value != 0).Select(fee => (fee.Key, fee.Value)))
                ? "fees differ"
            : !IsSame(position.Cost, _cost) ? $"cost {position.Cost}, by the exchange {_cost}"
            : !IsSame(position.RealisedProfit, _profit) ? $"profit {position.RealisedProfit}, by the exchange {_profit}"
            : null;
    }

    private void Take(VenueTrade trade)
    {
        var isBuy = trade.Order.Asked.Side is OrderSide.Buy;
        var signed = isBuy ? trade.Quantity : -trade.Quantity;
        var isOpening = _held == 0 || _held > 0 == isBuy;
        if (isOpening)
        {
            _held += signed;
            _cost += signed * trade.Price;
        }
        else
        {
            Close(signed, trade.Price);
        }

        _fees[trade.CommissionAsset] = _fees.GetValueOrDefault(trade.CommissionAsset) + trade.Commission;
        if (trade.CommissionAsset == trade.Order.Asked.Listing.Symbol.Base.Text)
        {
            var unit = _held == 0 ? 0 : _cost / _held;
            _held -= trade.Commission;
            _cost = _held == 0 ? 0 : _cost - (trade.Commission * unit);
        }
    }

    private void Close(decimal signed, decimal price)
    {
        var closes = Math.Abs(signed) <= Math.Abs(_held) ? -signed : _held;
        var average = _cost / _held;
        _profit += closes * (price - average);
        var rest = _held + signed;
        _cost = closes == _held ? rest * price : _cost - (closes * average);
        _held = rest;
    }

    // Averages are quotients, and rounded in the last of 28 digits.
    private static bool IsSame(decimal left, decimal right) => Math.Abs(left - right) < 0.000000001m;
}

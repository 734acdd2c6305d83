using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Positions;

/// <summary>
/// What an account has come to hold in a pair by its fills: a fold over them in the exchange's own order, so that it is
/// the same whatever order they became known in.
/// </summary>
/// <param name="Account">Whose.</param>
/// <param name="Exchange">Where.</param>
/// <param name="Symbol">In which pair.</param>
public sealed record Position(AccountId Account, ExchangeId Exchange, Symbol Symbol)
{
    /// <summary>
    /// Units of the base asset, fees taken in it off; below zero where more was sold than bought here.
    /// </summary>
    public decimal Quantity { get; init; }

    /// <summary>What that quantity cost, in the quote asset, fees apart.</summary>
    public decimal Cost { get; init; }

    /// <summary>Profit of what was closed, in the quote asset, before fees.</summary>
    public decimal RealisedProfit { get; init; }

    /// <summary>
    /// Fees, by the asset they were taken in. Apart, because not each asset has a price in this pair.
    /// </summary>
    public ImmutableSortedDictionary<string, decimal> Fees { get; init; } = Storage.Item.NoCounters;

    /// <summary>When the last fill was.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many fills are in it.</summary>
    public long Fills { get; init; }

    /// <summary>What one unit cost on average; 0 where nothing is held.</summary>
    public decimal AverageCost => Quantity == 0 ? 0 : Cost / Quantity;

    /// <summary>The position after one more fill, which must come after those already in it.</summary>
    public Position After(Fill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var trade = fill.Trade;
        var signed = trade.Side is OrderSide.Buy ? trade.Quantity.Value : -trade.Quantity.Value;
        var value = trade.Side is OrderSide.Buy ? trade.Quote : -trade.Quote;
        var traded = Trade(signed, value);
        var fee = trade.FeeAmount;
        if (fee != 0)
        {
            var asset = trade.FeeAsset.Text;
            traded = traded with { Fees = traded.Fees.SetItem(asset, traded.Fees.GetValueOrDefault(asset) + fee) };
        }

        // A fee in the base asset leaves at what it cost; it is in Fees, and neither profit nor loss here.
        if (fee != 0 && trade.FeeAsset == fill.Symbol.Base)
        {
            traded = traded with { Quantity = traded.Quantity - fee, Cost = traded.Cost - (fee * traded.AverageCost) };
        }

        return traded with
        {
            Cost = traded.Quantity == 0 ? 0 : traded.Cost,
            UpdatedAt = trade.At > UpdatedAt ? trade.At : UpdatedAt,
            Fills = Fills + 1,
        };
    }

    private Position Trade(decimal signed, decimal value)
    {
        // A trade of nothing has no price; an exchange that reports one must not stop the fold.
        if (Quantity == 0 || signed == 0 || decimal.Sign(Quantity) == decimal.Sign(signed))
        {
            return this with { Quantity = Quantity + signed, Cost = Cost + value };
        }

        var closed = Math.Min(Math.Abs(signed), Math.Abs(Quantity)) * decimal.Sign(Quantity);
        var price = value / signed;
        var rest = Quantity + signed;
        // What turns the position over begins anew at this trade's price.
        var cost = decimal.Sign(rest) == decimal.Sign(Quantity) ? Cost - (closed * AverageCost) : rest * price;
        // What came in, less the cost that left: no quotient is in it, so that closing all realises the exact sum.
        return this with { Quantity = rest, Cost = cost, RealisedProfit = RealisedProfit + cost - Cost - value };
    }
}

using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Positions;

namespace TradingPlatform.Orders.Views;

/// <summary>What an account holds of one asset.</summary>
public sealed record BalanceView(
    string ConfigId, ExchangeId Exchange, string Asset, decimal Free, decimal Locked, decimal Total);

/// <summary>Balances, as the exchanges show them at this moment.</summary>
public sealed record BalancesView(IReadOnlyList<BalanceView> Items, DateTimeOffset AsOf);

/// <summary>
/// A position. What needs a price is null where no exchange answers; <c>priceSource</c> says whose price it is.
/// </summary>
public sealed record PositionView(
    string ConfigId, ExchangeId Exchange, string Symbol, decimal Quantity, decimal AverageCost, decimal? MarketPrice,
    decimal? Notional, decimal? UnrealisedProfit, decimal RealisedProfit, IReadOnlyList<FeeView> Fees,
    DateTimeOffset UpdatedAt, ExchangeId? PriceSource)
{
    /// <summary>Shows a position.</summary>
    public static PositionView Of(ValuedPosition valued)
    {
        ArgumentNullException.ThrowIfNull(valued);
        var position = valued.Position;
        return new PositionView(
            position.Account.Text, position.Exchange, position.Symbol.Text, position.Quantity, position.AverageCost,
            valued.MarketPrice, valued.Notional, valued.UnrealisedProfit, position.RealisedProfit,
            [.. position.Fees.Select(fee => new FeeView(fee.Key, fee.Value))], position.UpdatedAt,
            valued.PriceSource);
    }
}

/// <summary>Every position of the tenant, or of one account.</summary>
public sealed record PositionsView(IReadOnlyList<PositionView> Items);

using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;

namespace TradingPlatform.Contract.Venues;

/// <summary>The platform's own fold, over trades as an exchange has them.</summary>
internal static class VenueFold
{
    public static Position Of(ExchangeId exchange, Symbol symbol, IEnumerable<ReportedFill> trades) => trades
        .OrderBy(trade => trade.TradeId.Length).ThenBy(trade => trade.TradeId, StringComparer.Ordinal)
        .Aggregate(
            new Position(default, exchange, symbol),
            (position, trade) => position.After(new Fill(default, default, exchange, default, symbol, trade)));

    /// <summary>To the last digit.</summary>
    public static void AssertEqual(Position exchange, Position ours)
    {
        Assert.Equal(
            (exchange.Quantity, exchange.Cost, exchange.RealisedProfit, exchange.Fills),
            (ours.Quantity, ours.Cost, ours.RealisedProfit, ours.Fills));
        Assert.Equal(exchange.Fees, ours.Fees);
    }
}

using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Markets;

/// <summary>A trade that anyone can see.</summary>
/// <param name="Symbol">The pair.</param>
/// <param name="TradeId">The exchange's id, unique in the pair.</param>
/// <param name="Price">At what price.</param>
/// <param name="Quantity">How much, in the base asset.</param>
/// <param name="TakerSide">Who came to the book: a buy lifts an ask. Where the maker's is told, it is turned.</param>
/// <param name="At">By the exchange's clock.</param>
public sealed record PublicTrade(
    Symbol Symbol, string TradeId, Price Price, Quantity Quantity, OrderSide TakerSide, DateTimeOffset At);

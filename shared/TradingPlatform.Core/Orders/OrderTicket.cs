using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Orders;

/// <summary>What is to be traded, and how: the economic content of an order, whoever sends it and wherever.</summary>
/// <remarks>
/// Exactly one of <see cref="Quantity"/> and <see cref="QuoteQuantity"/> is set; the second for market orders alone.
/// <c>TicketRules</c> holds what fits together.
/// </remarks>
/// <param name="Symbol">The pair.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Type">The kind of order.</param>
public sealed record OrderTicket(Symbol Symbol, OrderSide Side, OrderType Type)
{
    /// <summary>How much, in the base asset.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>How much, in the quote asset.</summary>
    public decimal? QuoteQuantity { get; init; }

    /// <summary>The limit price.</summary>
    public Price? Price { get; init; }

    /// <summary>Where the order wakes.</summary>
    public Price? StopPrice { get; init; }

    /// <summary>How far behind the market's best price the stop trails, in hundredths of a percent.</summary>
    public int? TrailingDeltaBps { get; init; }

    /// <summary>How much of it the book shows at a time.</summary>
    public Quantity? IcebergQuantity { get; init; }

    /// <summary>It may only make a futures position smaller; the exchange cuts or refuses what would not.</summary>
    public bool ReduceOnly { get; init; }

    /// <summary>How long it works; null for the kinds that have no choice.</summary>
    public TimeInForce? TimeInForce { get; init; }
}

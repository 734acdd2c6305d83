namespace TradingPlatform.Contract.Bitget;

/// <summary>A trade as the exchange's own books have it.</summary>
internal sealed record BookedTrade(
    long Id, long Order, string Side, decimal Price, decimal Size, decimal Fee, string FeeCoin, long At);

/// <summary>An order or a plan order in the exchange's own books.</summary>
internal sealed class BookedOrder
{
    public required long Id { get; init; }

    public required string ClientOid { get; init; }

    public required string Symbol { get; init; }

    public required string Side { get; init; }

    public required string Type { get; init; }

    public string Force { get; init; } = "gtc";

    public decimal? Price { get; init; }

    public required decimal Size { get; init; }

    public decimal? Trigger { get; init; }

    public bool ReduceOnly { get; init; }

    public bool BySpend { get; init; }

    public string Status { get; set; } = "live";

    public decimal Filled { get; set; }

    public decimal Paid { get; set; }

    public long Placed { get; init; }

    public long Updated { get; set; }

    /// <summary>The order that a plan order has become.</summary>
    public long? Became { get; set; }

    /// <summary>A plan order that waits for the price from below.</summary>
    public bool WakesUpward { get; init; }

    public bool WakesAt(decimal price) => IsOpen && (WakesUpward ? price >= Trigger : price <= Trigger);

    /// <summary>All that was asked for; what is sized by what it pays comes out to a hair.</summary>
    public bool IsWhole => BySpend ? Size - Paid < 0.000001m : Filled >= Size;

    /// <summary>Someone who takes from the other side down to this limit meets it.</summary>
    public bool Meets(bool takerBuys, decimal limit) => IsOpen && Type == "limit"
        && Side == "buy" != takerBuys && (takerBuys ? Price <= limit : Price >= limit);

    public bool IsOpen => Status is "live" or "partially_filled";
}

namespace TradingPlatform.Contract.Venues;

/// <summary>An order in a venue's books.</summary>
internal sealed class VenueOrder
{
    public required string Id { get; init; }

    public required string? ClientId { get; init; }

    public required string Product { get; init; }

    public required bool IsBuy { get; init; }

    /// <summary>market, limit or stop.</summary>
    public required string Kind { get; init; }

    public decimal? Size { get; init; }

    public decimal? Funds { get; init; }

    public decimal? Price { get; init; }

    public decimal? StopPrice { get; init; }

    public bool StopsUpward { get; init; }

    public bool PostOnly { get; init; }

    public string TimeInForce { get; init; } = "GTC";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DoneAt { get; set; }

    public decimal Filled { get; set; }

    public decimal Quote { get; set; }

    public decimal Fees { get; set; }

    public bool IsOpen { get; set; } = true;

    public bool IsCancelled { get; set; }

    /// <summary>A stop whose price has not come yet.</summary>
    public bool IsWaiting { get; set; }

    public bool IsFilled => Size is { } size ? Filled >= size : Quote >= Funds;

    /// <summary>A trade at this price wakes it.</summary>
    public bool WakesAt(decimal price) =>
        IsOpen && IsWaiting && (StopsUpward ? price >= StopPrice : price <= StopPrice);

    /// <summary>Someone who takes from the other side down to this limit meets it.</summary>
    public bool Meets(bool takerBuys, decimal limit) => IsOpen && !IsWaiting && Kind != "market"
        && IsBuy != takerBuys && (takerBuys ? Price <= limit : Price >= limit);
}

/// <summary>A trade in a venue's books.</summary>
internal sealed record VenueTrade(
    long Id, VenueOrder Order, decimal Price, decimal Size, decimal FeeRate, bool IsMaker, DateTimeOffset At)
{
    public decimal Fee => Price * Size * FeeRate;
}

/// <summary>What happened to an order: activate, received, open, match or done.</summary>
internal sealed record VenueChange(string Type, VenueOrder Order, VenueTrade? Trade);

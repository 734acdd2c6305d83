using TradingPlatform.Core.Orders;

namespace TradingPlatform.Simulation.Checks;

/// <summary>What the checks know of one order, by its commits and its departures.</summary>
internal sealed class OrderRecord
{
    /// <summary>As it is stored; null once it was taken back.</summary>
    public Order? Stored { get; set; }

    /// <summary>As it was last stored, also after it was taken back.</summary>
    public required Order Last { get; set; }

    /// <summary>Every timestamp that was stored before a sending.</summary>
    public HashSet<DateTimeOffset> SignedAt { get; } = [];

    /// <summary>It has left for the exchange, from this computer; 0 where it has not.</summary>
    public int DepartedFrom { get; set; }

    /// <summary>The computer that stored it first; 0 where that is not known.</summary>
    public int Events { get; set; }
}

using TradingPlatform.Core.Orders;
using static TradingPlatform.Core.Orders.OrderStatus;

namespace TradingPlatform.Simulation.Checks;

/// <summary>
/// What may become of an order from one commit to the next (I4, I8), written down apart from the product.
/// </summary>
internal static class OrderChecks
{
    /// <summary>What is wrong with the step; null where nothing is.</summary>
    /// <param name="before">As it was stored; null for a new one.</param>
    /// <param name="after">As it is stored now.</param>
    /// <param name="isLost">
    /// The exchange took it and has lost it since: it proves not to be there, until a report of when it was comes late.
    /// </param>
    public static (string Invariant, string What)? Broken(Order? before, Order after, bool isLost)
    {
        var status = before?.Status;
        if (!IsLegal(status, after.Status) && !(isLost && (status, after.Status) is (Rejected, Open)))
        {
            return ("I8", $"goes from {status} to {after.Status}");
        }

        if (before is not null && after.Filled < before.Filled)
        {
            return ("I4", $"has less filled: {after.Filled}, after {before.Filled}");
        }

        if (before is not null && after.Version != before.Version + 1)
        {
            return ("I8", $"goes from version {before.Version} to {after.Version}");
        }

        if (after.Ticket.Quantity is not { } asked)
        {
            return null;
        }

        return after.Filled > asked ? ("I4", $"has {after.Filled} of {asked} filled")
            : after.Status is Filled != (after.Filled == asked) ? ("I4", $"is {after.Status} with {after.Filled} of {asked}")
            : null;
    }

    private static bool IsLegal(OrderStatus? from, OrderStatus to) => (from, to) switch
    {
        // An engine that makes an order's steps in one commit never shows it pending.
        (null, Pending or Submitted) => true,
        (null, _) => false,
        var (was, now) when was == now => true,
        (Pending, Submitted or Rejected) => true,
        (Submitted, Unknown or Open or PartiallyFilled or Filled or Rejected or Cancelled or Expired) => true,
        (Unknown, Open or PartiallyFilled or Filled or Rejected or Cancelled or Expired) => true,
        (Open, PartiallyFilled or Filled or Cancelled or Expired) => true,
        (PartiallyFilled, Filled or Cancelled or Expired) => true,
        // The last fill can be told after the end.
        (Cancelled or Expired, Filled) => true,
        _ => false,
    };
}

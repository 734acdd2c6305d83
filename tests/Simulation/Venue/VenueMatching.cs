using TradingPlatform.Core.Orders;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Venue;

/// <summary>How orders come to be filled: on arrival where they cross, later as chance will.</summary>
internal static class VenueMatching
{
    public static bool Crosses(NewOrder asked, decimal mid) =>
        asked.Side is OrderSide.Buy ? asked.Price >= mid : asked.Price <= mid;

    public static void OnArrival(VenueModel venue, VenueOrder order, Chance chance)
    {
        var asked = order.Asked;
        var mid = venue.Mid(asked.Listing.Spelling);
        if (asked.Type is OrderType.Market)
        {
            Take(venue, order, mid, chance);
        }
        else if (asked.Type is OrderType.Limit)
        {
            var crosses = Crosses(asked, mid);
            if (crosses && (asked.TimeInForce is TimeInForce.Fok || chance.Happens(0.7)))
            {
                Fill(venue, order, order.Left, chance);
            }
            else if (crosses)
            {
                Fill(venue, order, Part(order, chance), chance);
            }

            if (order.IsOpen && asked.TimeInForce is not TimeInForce.Gtc)
            {
                venue.End(order, "EXPIRED");
            }
        }
    }

    /// <summary>Something happens to one open order.</summary>
    public static void Tick(VenueModel venue, World world)
    {
        var chance = world.Market;
        var listing = chance.Pick(Listing.All);
        var mid = venue.Mid(listing.Spelling);
        venue.MovePrice(listing.Spelling, listing.OnTick(mid * (1 + ((chance.Below(201) - 100) * 0.00001m))));
        if (venue.Open.Count == 0)
        {
            return;
        }

        var order = chance.Pick(venue.Open);
        if (world.Faults.Happens(FaultKind.OrderExpires))
        {
            venue.End(order, "EXPIRED");
        }
        else if (order.Waits)
        {
            Wake(venue, order, chance);
        }
        else
        {
            Fill(venue, order, chance.Happens(0.5) ? order.Left : Part(order, chance), chance);
        }
    }

    /// <summary>Fills a quantity in one to three trades.</summary>
    public static void Fill(VenueModel venue, VenueOrder order, decimal quantity, Chance chance)
    {
        var price = order.Asked.Price > 0 ? order.Asked.Price : venue.Mid(order.Asked.Listing.Spelling);
        var maker = order.Asked.Type is not OrderType.Market;
        for (var left = Math.Min(quantity, order.Left); left > 0 && order.IsOpen;)
        {
            var part = chance.Happens(0.6) ? left : order.Asked.Listing.OnStep(left / 2);
            part = part > 0 ? part : left;
            venue.Book(order, price, part, maker);
            left -= part;
        }
    }

    private static void Take(VenueModel venue, VenueOrder order, decimal mid, Chance chance)
    {
        if (order.Asked.QuoteQuantity > 0)
        {
            order.Quantity = order.Asked.Listing.OnStep(order.Asked.QuoteQuantity / mid);
        }

        if (chance.Happens(0.05))
        {
            // Too little on the other side of the book.
            Fill(venue, order, Part(order, chance), chance);
            if (order.IsOpen)
            {
                venue.End(order, "EXPIRED");
            }
        }
        else
        {
            Fill(venue, order, order.Left, chance);
        }
    }

    private static void Wake(VenueModel venue, VenueOrder order, Chance chance)
    {
        order.Waits = false;
        if (order.OtherLeg is { IsOpen: true } leg)
        {
            venue.End(leg, "EXPIRED");
        }

        if (!order.Asked.Type.HasPrice())
        {
            Fill(venue, order, order.Left, chance);
        }
    }

    private static decimal Part(VenueOrder order, Chance chance)
    {
        var part = order.Asked.Listing.OnStep(order.Left * chance.Between(10, 90) / 100);
        return part > 0 ? part : order.Left;
    }
}

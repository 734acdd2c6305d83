using System.Buffers;
using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Orders;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Venue;

/// <summary>Writes what an account's stream tells: Binance's <c>executionReport</c> (FACTS.md E2).</summary>
internal static class UserFrames
{
    /// <summary>An order as it now stands, and the trade that made it so; null where none did.</summary>
    public static byte[] Execution(World world, VenueOrder order, VenueTrade? trade)
    {
        var buffer = new ArrayBufferWriter<byte>(768);
        using (var w = new Utf8JsonWriter(buffer))
        {
            w.WriteStartObject();
            w.WriteString("e", "executionReport");
            Order(w, world, order);
            Trade(w, trade);
            w.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Order(Utf8JsonWriter w, World world, VenueOrder order)
    {
        var asked = order.Asked;
        var isCancelled = order.Status == "CANCELED";
        w.WriteString("s", asked.Listing.Spelling);
        // A cancel is told under its own id.
        w.WriteString("c", isCancelled ? VenueAnswers.CancelId(order) : asked.ClientId);
        w.WriteString("C", isCancelled ? asked.ClientId : string.Empty);
        w.WriteNumber("i", order.Id);
        w.WriteNumber("g", order.ListId ?? -1);
        w.WriteString("S", asked.Side is OrderSide.Buy ? "BUY" : "SELL");
        w.WriteString("o", VenueAnswers.Word(asked.Type));
        w.WriteString("f", asked.TimeInForce.ToString().ToUpperInvariant());
        w.WriteString("X", order.Status);
        VenueAnswers.Write(w, "q", order.Quantity);
        VenueAnswers.Write(w, "Q", asked.QuoteQuantity);
        VenueAnswers.Write(w, "p", asked.Price);
        VenueAnswers.Write(w, "P", asked.StopPrice);
        VenueAnswers.Write(w, "z", order.Executed);
        VenueAnswers.Write(w, "Z", order.Quote);
        w.WriteNumber("T", VenueAnswers.Ms(world.UtcNow));
    }

    private static void Trade(Utf8JsonWriter w, VenueTrade? trade)
    {
        w.WriteString("x", trade is null ? "NEW" : "TRADE");
        w.WriteString("t", (trade?.Id ?? -1).ToString(CultureInfo.InvariantCulture));
        if (trade is not null)
        {
            VenueAnswers.Write(w, "L", trade.Price);
            VenueAnswers.Write(w, "l", trade.Quantity);
            VenueAnswers.Write(w, "Y", trade.Quote);
            VenueAnswers.Write(w, "n", trade.Commission);
            w.WriteString("N", trade.CommissionAsset);
            w.WriteBoolean("m", trade.Maker);
        }
    }
}

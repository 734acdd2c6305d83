using TradingPlatform.Core.Orders;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Checks;

/// <summary>Sees at what a computer died.</summary>
internal static class CrashSights
{
    public static void See(World world, StoreWatch store, Computer computer)
    {
        foreach (var record in store.Orders)
        {
            if (record.Stored is not { Status: OrderStatus.Pending or OrderStatus.Submitted })
            {
                continue;
            }

            if (record.DepartedFrom == computer.Number)
            {
                world.Counts.Saw(Sometimes.CrashBetweenSendAndRecord);
            }
            else if (record.DepartedFrom == 0)
            {
                world.Counts.Saw(Sometimes.CrashBetweenIntentAndSend);
            }
        }
    }
}

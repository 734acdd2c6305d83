using TradingPlatform.Core.Exchanges;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Platform;

/// <summary>Where a call comes in: what a bug or a dead store throws ends the call, and nothing else.</summary>
internal static class Edge
{
    /// <summary>False where it failed.</summary>
    public static async Task<bool> TryAsync(World world, Computer computer, Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception e) when (e is IOException or ExchangeException)
        {
            world.Trace.Line($"p{computer.Number} a call fails: {e.GetType().Name}");
            return false;
        }
        catch (Exception e)
        {
            world.Break("CRASH", $"p{computer.Number} threw what nobody expects: {e}");
            return false;
        }
    }
}

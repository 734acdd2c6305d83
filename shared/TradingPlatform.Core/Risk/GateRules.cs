using System.Collections.Immutable;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Core.Risk;

/// <summary>What a refusal of the gate means in the contract's terms.</summary>
public static class GateRules
{
    /// <summary>Why the gate refused.</summary>
    /// <param name="deltas">What was to be reserved.</param>
    /// <param name="guards">What had to hold.</param>
    /// <param name="exposure">
    /// The counters, read after the refusal: they may have moved on since, and the refusal stands all the same.
    /// </param>
    public static Refusal Explain(
        ImmutableSortedDictionary<string, decimal> deltas, ImmutableArray<CounterGuard> guards, Exposure exposure)
    {
        ArgumentNullException.ThrowIfNull(deltas);
        ArgumentNullException.ThrowIfNull(exposure);
        if (exposure.IsKilled)
        {
            return new Refusal.Killed();
        }

        var broken = guards.FirstOrDefault(guard => exposure[guard.Counter] > guard.AtMost, guards[^1]);
        if (Exposure.IsClosing(broken.Counter))
        {
            return new Refusal.AccountInactive();
        }

        var (rule, isExchange) = Name(broken.Counter);
        var added = deltas.GetValueOrDefault(broken.Counter);
        var limit = broken.AtMost + added;
        var violation = RiskViolation.Of(rule, limit, Math.Max(limit, exposure[broken.Counter]) + added);
        return isExchange
            ? new Refusal.BreaksInstrument(new InstrumentViolation(rule, violation.Limit, violation.Actual))
            : new Refusal.BreaksRisk([violation]);
    }

    private static (string Rule, bool IsExchange) Name(string counter) => counter switch
    {
        Exposure.Orders => ("maxOpenOrders", false),
        Exposure.Notional => ("maxLeverage", false),
        _ when counter.StartsWith("open:", StringComparison.Ordinal) => ("MAX_NUM_ORDERS", true),
        _ when counter.StartsWith("waiting:", StringComparison.Ordinal) => ("MAX_NUM_ALGO_ORDERS", true),
        _ => ("maxPositionNotional", false),
    };
}

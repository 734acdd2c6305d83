using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>A mutant of how counters are set to what was counted anew.</summary>
internal abstract class CorrectionMutant : StoreMutant
{
    protected sealed override IItemStore Over(IItemStore store, TimeProvider clock) => new Correcting(store, Correct);

    /// <summary>What is written in place of the counters that were counted.</summary>
    protected abstract decimal Correct(decimal before, decimal counted);

    private sealed class Correcting(IItemStore store, Func<decimal, decimal, decimal> correct) : StoreDecorator(store)
    {
        public override async Task<bool> TryTransactAsync(
            IReadOnlyList<ItemWrite> writes, CancellationToken cancellation)
        {
            if (writes is not [ItemWrite.Put { Item.Key.Sort: "COUNTERS" } put, ..]
                || await FindAsync(put.Key, cancellation) is not { } before)
            {
                return await base.TryTransactAsync(writes, cancellation);
            }

            var counters = put.Item.Counters.SetItems(
                put.Item.Counters.Keys.Union(before.Counters.Keys, StringComparer.Ordinal).Where(Exposure.IsCounted)
                    .Select(name => KeyValuePair.Create(name, correct(
                        before.Counters.GetValueOrDefault(name), put.Item.Counters.GetValueOrDefault(name)))));
            return await base.TryTransactAsync(
                [put with { Item = put.Item with { Counters = counters } }, .. writes.Skip(1)], cancellation);
        }
    }
}

/// <summary>Gives back twice what reconciliation finds to be taken up by nobody.</summary>
internal sealed class CorrectsTwice : CorrectionMutant
{
    protected override decimal Correct(decimal before, decimal counted) =>
        counted < before ? counted - (before - counted) : counted;
}

/// <summary>Never gives back what nobody takes up any more.</summary>
internal sealed class NeverLowersCounters : CorrectionMutant
{
    protected override decimal Correct(decimal before, decimal counted) => Math.Max(before, counted);
}

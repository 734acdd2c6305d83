using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>The one write that steps come to.</summary>
/// <param name="Writes">
/// Each item once, as the last step leaves it, under the condition of the step that writes it first; those of the first
/// step first.
/// </param>
/// <param name="OfFirst">How many of them are the first step's.</param>
/// <param name="LastAgrees">The last step's conditions hold of what the first leaves.</param>
internal sealed record StepsInOne(IReadOnlyList<ItemWrite> Writes, int OfFirst, bool LastAgrees)
{
    /// <summary>Reduces the two transactions of steps to one.</summary>
    public static StepsInOne Of(WriteSteps steps)
    {
        var last = steps.Last.ToDictionary(write => write.Key);
        var writes = new List<ItemWrite>(steps.First.Count + steps.Last.Count);
        var agrees = true;
        foreach (var first in steps.First)
        {
            if (last.Remove(first.Key, out var again))
            {
                agrees &= Holds(again.Condition, (first as ItemWrite.Put)?.Item);
                writes.Add(again with { Condition = first.Condition });
            }
            else
            {
                writes.Add(first);
            }
        }

        writes.AddRange(steps.Last.Where(write => last.ContainsKey(write.Key)));
        return new StepsInOne(writes, steps.First.Count, agrees);
    }

    private static bool Holds(Condition condition, Item? item) => condition switch
    {
        Condition.Missing => item is null,
        Condition.AtVersion at => item?.Version == at.Number,
        _ => true,
    };
}

using System.Text.Json;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;

namespace TradingPlatform.Simulation.Storage;

/// <summary>
/// The table as it is, but for books that a run holds: now and then whoever looks at them finds that the hold has run
/// out, as it does while its holder stands still, and takes them. The holder knows nothing of it.
/// </summary>
internal sealed class LapsingBooks(IItemStore store, World world) : StoreDecorator(store)
{
    public static bool IsBooks(ItemKey key) => key.Partition.EndsWith("#RECONCILIATION", StringComparison.Ordinal);

    public static StoredBooks Read(Item item) =>
        JsonSerializer.Deserialize(item.Document, CoreJson.Default.StoredBooks)!;

    public override async Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation)
    {
        var item = await base.FindAsync(key, cancellation);
        return item is not null && IsBooks(key) && Read(item) is { Holder: not null } held
            && world.Faults.Happens(FaultKind.LeaseLapses)
                ? item with
                {
                    Document = JsonSerializer.Serialize(
                        held with { Until = DateTimeOffset.UnixEpoch }, CoreJson.Default.StoredBooks),
                }
                : item;
    }
}

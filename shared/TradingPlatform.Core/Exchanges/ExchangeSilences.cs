using System.Text.Json;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Core.Exchanges;

/// <summary>How long an exchange wants to hear nothing of us.</summary>
/// <param name="Until">By our clock.</param>
/// <param name="Banned">It has banned the address; else it asked for a pause.</param>
public sealed record Silence(DateTimeOffset Until, bool Banned);

/// <summary>
/// The silences that exchanges have asked for, where every process finds them, also after a restart: exchanges count
/// and ban by egress address, and all of ours stand behind one (FAILURES.md F13).
/// </summary>
public sealed class ExchangeSilences(IItemStore store, TimeProvider clock)
{
    /// <summary>The silence that an exchange wants now; null where calls may go.</summary>
    public async Task<Silence?> FindAsync(Uri origin, CancellationToken cancellation) =>
        await store.FindAsync(TableKeys.Silence(origin), cancellation) is { } item
            && Read(item) is var silence && silence.Until > clock.GetUtcNow()
            ? silence
            : null;

    /// <summary>Keeps a silence. One that stands and lasts longer stays.</summary>
    public async Task KeepAsync(Uri origin, Silence silence, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(silence);
        var key = TableKeys.Silence(origin);
        while (true)
        {
            var stored = await store.FindAsync(key, cancellation);
            if (stored is not null && Read(stored).Until >= silence.Until)
            {
                return;
            }

            var item = new Item(
                key, (stored?.Version ?? 0) + 1, JsonSerializer.Serialize(silence, CoreJson.Default.Silence))
            {
                // The store cuts off what is less than a second.
                ExpiresAt = silence.Until + TimeSpan.FromSeconds(1),
            };
            if (await store.TryPutAsync(
                item, stored is null ? Condition.Absent : Condition.Version(stored.Version), cancellation))
            {
                return;
            }
        }
    }

    private static Silence Read(Item item) => JsonSerializer.Deserialize(item.Document, CoreJson.Default.Silence)!;
}

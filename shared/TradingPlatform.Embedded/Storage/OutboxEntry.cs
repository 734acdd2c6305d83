using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>An item that was put as outbound, as it then was.</summary>
/// <param name="Sequence">Its place among all entries of the file: they rise in the order of the commits.</param>
/// <param name="Item">The item.</param>
public sealed record OutboxEntry(long Sequence, Item Item);

using System.Text.Json;

namespace TradingPlatform.Core.Storage;

/// <summary>Reads an item as the table's stream of changes carries it; each engine's adapter brings its own.</summary>
/// <param name="image">The engine's JSON of the item, or of its key alone: an item without content.</param>
/// <exception cref="FormatException">It is no item's.</exception>
/// <exception cref="OverflowException">A counter has more digits than can be held.</exception>
public delegate Item ReadItemImage(JsonElement image);

namespace TradingPlatform.Core.Storage;

/// <summary>Where an item lives: its partition and its place in it.</summary>
/// <param name="Partition">
/// Begins with the tenant (<c>TENANT#t1#…</c>), so that IAM leading keys can fence a tenant; at most 2,048 bytes.
/// </param>
/// <param name="Sort">Orders the items of a partition, by bytes; at most 1,024 bytes.</param>
/// <remarks><c>default(ItemKey)</c> names no item.</remarks>
public readonly record struct ItemKey(string Partition, string Sort);

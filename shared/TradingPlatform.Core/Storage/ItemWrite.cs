namespace TradingPlatform.Core.Storage;

/// <summary>One part of a transaction.</summary>
public abstract record ItemWrite(ItemKey Key, Condition Condition)
{
    /// <summary>Puts the item, in place of any that has its key.</summary>
    public sealed record Put(Item Item, Condition Condition) : ItemWrite(Item.Key, Condition);

    /// <summary>Deletes the item; no item is no error.</summary>
    public sealed record Delete(ItemKey Key, Condition Condition) : ItemWrite(Key, Condition);
}

namespace TradingPlatform.Core.Storage;

/// <summary>What must hold of the stored item for a write to happen.</summary>
/// <remarks>An expired item counts as absent.</remarks>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>Nothing: the write always happens.</summary>
    public static Condition None { get; } = new Always();

    /// <summary>No item has this key.</summary>
    public static Condition Absent { get; } = new Missing();

    /// <summary>The stored item has exactly this version.</summary>
    public static Condition Version(long version) => new AtVersion(version);

    /// <summary>See <see cref="None"/>.</summary>
    public sealed record Always : Condition;

    /// <summary>See <see cref="Absent"/>.</summary>
    public sealed record Missing : Condition;

    /// <summary>See <see cref="Version"/>.</summary>
    public sealed record AtVersion(long Number) : Condition;
}

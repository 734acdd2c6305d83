namespace TradingPlatform.Core.Risk;

/// <summary>
/// What the kill switch was last set to. Whether it is on is the counter's to say, not this record's.
/// </summary>
/// <param name="Active">As last set.</param>
/// <param name="Reason">Why, in the words of whoever set it.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record KillSwitch(bool Active, string? Reason, string? By, DateTimeOffset? At)
{
    /// <summary>Never set.</summary>
    public static KillSwitch Never { get; } = new(false, null, null, null);
}

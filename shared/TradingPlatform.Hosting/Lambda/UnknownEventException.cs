namespace TradingPlatform.Hosting.Lambda;

/// <summary>
/// An event came that this function has no handler for: a trigger is wired to the wrong function, or under a wrong
/// name.
/// </summary>
/// <remarks>Its text holds names of resources, and nothing of the event's content.</remarks>
public sealed class UnknownEventException : Exception
{
    /// <summary>Says what came and what would be served.</summary>
    public UnknownEventException(string reason)
        : base(reason)
    {
    }
}

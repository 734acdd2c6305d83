namespace TradingPlatform.Infra.Catalogue;

/// <summary>What starts a function's handler of events.</summary>
internal abstract record Trigger
{
    private Trigger()
    {
    }

    /// <summary>A schedule, by the name that its handler is registered under.</summary>
    /// <param name="Name">As in <c>OnSchedule</c>.</param>
    /// <param name="Minutes">How often.</param>
    public sealed record Schedule(string Name, int Minutes) : Trigger;

    /// <summary>The table's stream: only the items that are to leave over the bus.</summary>
    /// <param name="Name">As in <c>OnItemChange</c>.</param>
    public sealed record Stream(string Name) : Trigger;

    /// <summary>A queue of its own, with a queue for what fails.</summary>
    /// <param name="Name">As in <c>OnQueue</c>.</param>
    /// <param name="Batch">At most so many messages a call.</param>
    /// <param name="Attempts">A message that failed so often is set aside.</param>
    public sealed record Queue(string Name, int Batch, int Attempts = 5) : Trigger;

    /// <summary>Events of the platform's own bus.</summary>
    /// <param name="Types">Their types, each the name of a handler as in <c>OnSchedule</c>.</param>
    public sealed record BusEvents(params string[] Types) : Trigger;

    /// <summary>The rotation of one of the platform's own secrets.</summary>
    /// <param name="Name">As in <c>OnRotation</c>.</param>
    /// <param name="Secret">The secret's path in the vault: <c>platform/…</c>.</param>
    /// <param name="Days">How often.</param>
    public sealed record Rotation(string Name, string Secret, int Days) : Trigger;
}

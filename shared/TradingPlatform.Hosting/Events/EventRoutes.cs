namespace TradingPlatform.Hosting.Events;

/// <summary>
/// Which handler serves which trigger, by name. A handler gets the services of a scope of its own, one event, and the
/// time it has as a token; it fails by throwing.
/// </summary>
/// <remarks>
/// Names are a function's own: two handlers of one kind under one name are a mistake, found at start.
/// </remarks>
public sealed class EventRoutes
{
    private readonly Dictionary<(Type Payload, string Name), (string? Function, Delegate Handler)> _handlers = [];

    /// <summary>Whose handlers are being registered; null where they are no function's.</summary>
    internal string? Function { get; set; }

    /// <summary>Serves a schedule.</summary>
    public EventRoutes OnSchedule(
        string name, Func<IServiceProvider, ScheduledEvent, CancellationToken, Task> handler) => Add(name, handler);

    /// <summary>Serves a queue, one message at a time.</summary>
    public EventRoutes OnQueue(
        string name, Func<IServiceProvider, QueueMessage, CancellationToken, Task> handler) => Add(name, handler);

    /// <summary>Serves the table's stream, one change at a time, in order.</summary>
    public EventRoutes OnItemChange(
        string name, Func<IServiceProvider, ItemChange, CancellationToken, Task> handler) => Add(name, handler);

    /// <summary>Serves the rotation of secrets, one step at a time.</summary>
    public EventRoutes OnRotation(
        string name, Func<IServiceProvider, SecretRotation, CancellationToken, Task> handler) => Add(name, handler);

    /// <summary>The names that serve this kind of event, so that a host knows what to start.</summary>
    public IEnumerable<string> Names<TPayload>() =>
        _handlers.Keys.Where(key => key.Payload == typeof(TPayload)).Select(key => key.Name);

    internal Func<IServiceProvider, TPayload, CancellationToken, Task>? Find<TPayload>(string name) =>
        _handlers.GetValueOrDefault((typeof(TPayload), name))
            .Handler as Func<IServiceProvider, TPayload, CancellationToken, Task>;

    internal string? FunctionOf<TPayload>(string name) =>
        _handlers.GetValueOrDefault((typeof(TPayload), name)).Function;

    private EventRoutes Add<TPayload>(string name, Func<IServiceProvider, TPayload, CancellationToken, Task> handler)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(handler);
        return _handlers.TryAdd((typeof(TPayload), name), (Function, handler))
            ? this
            : throw new InvalidOperationException($"Two handlers of {typeof(TPayload).Name} are named '{name}'.");
    }
}

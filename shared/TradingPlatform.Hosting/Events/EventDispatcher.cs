using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingPlatform.Hosting.Logs;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Hosting.Events;

/// <summary>
/// Brings an event to its handler, whatever it came by: Lambda's Runtime API, or the local host's own queue and timer.
/// </summary>
/// <remarks>
/// Each event runs in a scope of its own, under a correlation id of its own: the event's id where that is a sane one. A
/// failure is logged here, once.
/// </remarks>
public sealed class EventDispatcher
{
    private static readonly ActivitySource Trace = new("TradingPlatform");

    private readonly EventRoutes _routes;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly NewCorrelationId _makeId;
    private readonly CurrentCall _current;
    private readonly ICallEnd _callEnd;
    private readonly ILogger<EventDispatcher> _logger;

    internal EventDispatcher(
        EventRoutes routes,
        IServiceScopeFactory scopes,
        TimeProvider clock,
        NewCorrelationId makeId,
        CurrentCall current,
        ICallEnd callEnd,
        ILogger<EventDispatcher> logger)
    {
        (_routes, _scopes, _clock) = (routes, scopes, clock);
        (_makeId, _current, _callEnd, _logger) = (makeId, current, callEnd, logger);
    }

    /// <summary>
    /// Runs one schedule's handler. What it throws is logged and thrown on: the trigger's own retry acts on it.
    /// </summary>
    public Task RunScheduleAsync(ScheduledEvent scheduled, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scheduled);
        return RunAsync("schedule", scheduled.Name, scheduled.Id, scheduled, cancellation);
    }

    /// <summary>Runs one step of a rotation. What it throws is logged and thrown on.</summary>
    public Task RunRotationAsync(string name, SecretRotation rotation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rotation);
        return RunAsync("rotation", name, rotation.Token, rotation, cancellation);
    }

    /// <summary>
    /// Runs a queue's messages one after another and answers the ids of those that failed. Of a FIFO queue the messages
    /// after a failure are not tried: they are answered as failed too, so that they come again in order.
    /// </summary>
    public async Task<IReadOnlyList<string>> RunQueueAsync(
        string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<string> failed = [];
        var isBlocked = false;
        foreach (var message in messages)
        {
            // Once time is up what is left counts as failed, so that it comes again.
            if (isBlocked || cancellation.IsCancellationRequested
                || !await TryRunAsync("queue", queue, message.Id, message, cancellation))
            {
                failed.Add(message.Id);
                isBlocked |= message.Group is not null;
            }
        }

        return failed;
    }

    /// <summary>
    /// Runs a shard's changes in order and answers the sequence number of the first that failed, or null. Those after
    /// it are not tried: the stream begins again from there.
    /// </summary>
    public async Task<string?> RunStreamAsync(
        string stream, IReadOnlyList<ItemChange> changes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var change in changes)
        {
            if (cancellation.IsCancellationRequested
                || !await TryRunAsync("stream", stream, change.Sequence, change, cancellation))
            {
                return change.Sequence;
            }
        }

        return null;
    }

    private async Task<bool> TryRunAsync<TPayload>(
        string kind, string name, string id, TPayload payload, CancellationToken cancellation)
    {
        try
        {
            await RunAsync(kind, name, id, payload, cancellation);
            return true;
        }
        catch (Exception)
        {
            // Logged where it was caught first; one bad message must not fail its batch.
            return false;
        }
    }

    private async Task RunAsync<TPayload>(
        string kind, string name, string id, TPayload payload, CancellationToken cancellation)
    {
        var handler = _routes.Find<TPayload>(name)
            ?? throw new InvalidOperationException($"No handler of {typeof(TPayload).Name} is named '{name}'.");
        var scope = new CallScope(CorrelationIds.TakeOrMake(id, _makeId), $"{kind} {name}");
        scope.Function = _routes.FunctionOf<TPayload>(name);
        using var _ = _logger.BeginScope(scope);
        _current.Enter(scope);
        using var activity = Trace.StartActivity(scope.Operation, ActivityKind.Consumer);
        var begun = _clock.GetTimestamp();
        try
        {
            await using var services = _scopes.CreateAsyncScope();
            await handler(services.ServiceProvider, payload, cancellation);
            EventLog.Handled(_logger, Milliseconds(begun));
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            EventLog.Failed(_logger, exception, exception.GetType().FullName ?? "?", Milliseconds(begun));
            throw;
        }
        finally
        {
            _callEnd.Ended();
        }
    }

    private double Milliseconds(long begun) => Math.Round(_clock.GetElapsedTime(begun).TotalMilliseconds, 3);
}

/// <summary>Every line that the dispatcher logs.</summary>
internal static partial class EventLog
{
    [LoggerMessage(1101, LogLevel.Information, "Handled in {Duration} ms")]
    internal static partial void Handled(ILogger logger, double duration);

    [LoggerMessage(1102, LogLevel.Error, "The handler failed with {ExceptionType} after {Duration} ms")]
    internal static partial void Failed(ILogger logger, Exception exception, string exceptionType, double duration);
}

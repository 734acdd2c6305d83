using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Functions;

namespace TradingPlatform.Contract.Lambda;

/// <summary>What handlers were given, in order.</summary>
internal sealed class ReceivedEvents
{
    public ConcurrentQueue<object> All { get; } = new();
}

/// <summary>A function with a handler of each kind, each of which keeps what it got.</summary>
internal sealed class RecordingModule : IFunctionModule
{
    public static string Name => "Recording";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
    }

    public void MapEvents(EventRoutes events) => events
        .OnSchedule("sync-orders", Keep)
        .OnSchedule("orders", Keep)
        .OnSchedule("OrderFilled", Keep)
        .OnSchedule("endless", (_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation))
        .OnQueue("settle", (services, message, cancellation) => message.Body == "bad"
            ? throw new InvalidOperationException()
            : Keep(services, message, cancellation))
        .OnItemChange("outbox", (services, change, cancellation) => change.Key.Sort == "bad"
            ? throw new InvalidOperationException()
            : Keep(services, change, cancellation))
        .OnRotation("platform-secrets", Keep);

    private static Task Keep<T>(IServiceProvider services, T received, CancellationToken cancellation)
        where T : notnull
    {
        services.GetRequiredService<ReceivedEvents>().All.Enqueue(received);
        return Task.CompletedTask;
    }
}

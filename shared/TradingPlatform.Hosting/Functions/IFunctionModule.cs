using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Hosting.Events;

namespace TradingPlatform.Hosting.Functions;

/// <summary>One function's table of contents: what it is made of, and what it answers to.</summary>
public interface IFunctionModule
{
    /// <summary>Its name in logs and on the command line: <c>Orders</c>.</summary>
    static abstract string Name { get; }

    /// <summary>Registers its use-cases and repositories; the adapters below them are the host's to choose.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration);

    /// <summary>Maps its endpoints.</summary>
    void MapRoutes(IEndpointRouteBuilder routes);

    /// <summary>Registers its handlers of events.</summary>
    void MapEvents(EventRoutes events);
}

/// <summary>A function that this host runs.</summary>
/// <param name="Name">Its <see cref="IFunctionModule.Name"/>.</param>
/// <param name="Module">The function itself.</param>
public sealed record HostedFunction(string Name, IFunctionModule Module);

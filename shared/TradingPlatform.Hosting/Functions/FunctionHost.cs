using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace TradingPlatform.Hosting.Functions;

/// <summary>Runs one function as a process of its own: what its <c>Program.cs</c> calls, in one line.</summary>
public static class FunctionHost
{
    /// <summary>Builds the host and runs it until it is told to stop.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="adapters">Registers what stands behind the function's ports.</param>
    public static async Task RunAsync<TModule>(string[] args, Action<IServiceCollection, IConfiguration> adapters)
        where TModule : IFunctionModule, new()
    {
        await using var app = Build<TModule>(args, adapters);
        await app.RunAsync();
    }

    /// <summary>Builds the host without running it.</summary>
    public static WebApplication Build<TModule>(string[] args, Action<IServiceCollection, IConfiguration> adapters)
        where TModule : IFunctionModule, new()
    {
        ArgumentNullException.ThrowIfNull(adapters);
        var builder = PlatformHosting.CreateBuilder(args);
        adapters(builder.Services, builder.Configuration);
        builder.Services.AddFunction<TModule>(builder.Configuration);
        builder.Services.AddPlatformHosting(builder.Configuration, TModule.Name);
        return builder.Build().UsePlatformHosting();
    }
}

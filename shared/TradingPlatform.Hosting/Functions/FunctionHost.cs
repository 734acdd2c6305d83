using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Hosting.Functions;

/// <summary>Runs one function as a process of its own: what its <c>Program.cs</c> calls, in one line.</summary>
/// <remarks>
/// On Lambda the function's handler (<c>_HANDLER</c>) says what calls it: <c>rest</c> (also where it says anything
/// else),
/// <c>http</c> or <c>events</c>. Anywhere else the process listens for HTTP by itself.
/// </remarks>
public static class FunctionHost
{
    /// <summary>Builds the host and runs it until it is told to stop. Lambda is told why it cannot start.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="adapters">Registers what stands behind the function's ports.</param>
    public static async Task RunAsync<TModule>(string[] args, Action<IServiceCollection, IConfiguration> adapters)
        where TModule : IFunctionModule, new()
    {
        WebApplication app;
        try
        {
            app = Build<TModule>(args, adapters);
        }
        catch (Exception failure)
        {
            await LambdaStart.ReportAsync(failure);
            // Ends the process with a code that is not zero, and with the reason on its error output.
            throw;
        }

        await using (app)
        {
            await app.RunAsync();
        }
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
        builder.Services.AddLambda(builder.Configuration);
        var app = builder.Build().UsePlatformHosting();
        // Made now, so that what is wrong with them is a failure to start and not a failure of the first call.
        _ = app.Services.GetRequiredService<EventRoutes>();
        _ = app.Services.GetRequiredService<IServer>();
        return app;
    }
}

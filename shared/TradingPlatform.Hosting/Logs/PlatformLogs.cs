using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace TradingPlatform.Hosting.Logs;

/// <summary>Sends every log entry to the console, as one line of JSON, and nowhere else.</summary>
internal static class PlatformLogs
{
    // Lines waiting for a reader that does not read; beyond it lines are dropped, and their number is printed.
    private const int MaxQueue = 10_000;

    internal static void AddPlatformLogs(this IServiceCollection services) => services.AddLogging(logging =>
    {
        logging.ClearProviders();
        logging.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ConsoleFormatter, PlatformLogFormatter>());
        logging.AddConsole(options =>
        {
            options.FormatterName = PlatformLogFormatter.FormatterName;
            options.MaxQueueLength = MaxQueue;
            // An order never waits for someone to read the log.
            options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // It would log what the pipeline's edge logs already, and open a scope and an activity for each request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // Below a warning the client logs addresses, and a signed address is a secret.
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
    });
}

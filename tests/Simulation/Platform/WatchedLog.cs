using Microsoft.Extensions.Logging;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Platform;

/// <summary>Whatever a computer logs, at every level: traced, and looked through for planted secrets (I11).</summary>
internal sealed class WatchedLog(World world, Computer computer) : ILoggerFactory, ILogger
{
    /// <summary>Stands in every key of the run, and must stand nowhere else.</summary>
    public const string Canary = "CANARY7f3c";

    public ILogger<T> Of<T>() => new Logger<T>(this);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        if (logLevel >= LogLevel.Information)
        {
            world.Trace.Line($"p{computer.Number} log: {text}");
        }

        // Where each account and each order has its own turn, a bug of ours ends that turn alone, and is only logged.
        if (text.EndsWith("Exception", StringComparison.Ordinal)
            && !text.EndsWith(" IOException", StringComparison.Ordinal)
            && !text.EndsWith(" TaskCanceledException", StringComparison.Ordinal))
        {
            world.Break("CRASH", $"p{computer.Number} caught what nobody expects: {text}");
        }

        if (text.Contains(Canary, StringComparison.Ordinal)
            || exception?.ToString().Contains(Canary, StringComparison.Ordinal) is true)
        {
            world.Break("I11", $"p{computer.Number} logs a secret.");
        }
    }
}

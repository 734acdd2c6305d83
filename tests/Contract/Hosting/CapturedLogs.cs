using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Hosting.Logs;

namespace TradingPlatform.Contract.Hosting;

/// <summary>Every line that the host would print, as its formatter writes it.</summary>
internal sealed class CapturedLogs(PlatformLogFormatter formatter) : ILoggerProvider, ISupportExternalScope
{
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IExternalScopeProvider? _scopes;

    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>True where any line holds the text.</summary>
    internal bool Hold(string text) => Lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The first line that holds the text, as soon as there is one.</summary>
    internal async Task<string> FirstAsync(string text)
    {
        while (true)
        {
            Task more;
            lock (_lines)
            {
                if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                {
                    return found;
                }

                more = _more.Task;
            }

            await more.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            using var line = new StringWriter();
            var entry = new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter);
            logs.Write(entry, line);
        }
    }

    private void Write<TState>(in LogEntry<TState> entry, StringWriter line)
    {
        formatter.Write(entry, _scopes, line);
        lock (_lines)
        {
            _lines.Add(line.ToString());
            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

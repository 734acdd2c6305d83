using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Logs;

/// <summary>
/// Prints a log entry as DESIGN.md's line of JSON: <c>{"timestamp","level","correlationId","tenantId","service",
/// "operation","duration","message","metadata":{…}}</c>.
/// </summary>
/// <remarks>
/// The call's part comes from its <see cref="CallScope"/>. <c>duration</c> is the entry's argument of that name, in
/// milliseconds. An exception is printed by type and frames alone, for its text may hold a secret.
/// </remarks>
public sealed class PlatformLogFormatter(TimeProvider clock, HostingSettings settings) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name by which the console logger finds this formatter.</summary>
    public const string FormatterName = "trading-platform";

    private const string Duration = "Duration";
    private const string Template = "{OriginalFormat}";

    [ThreadStatic]
    private static Line? t_line;

    /// <inheritdoc/>
    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        var line = t_line ?? new Line();
        // Not there to be found by what is logged while this entry's own values are printed.
        t_line = null;
        Write(line.Writer, logEntry, scopeProvider);
        line.PrintTo(textWriter);
        t_line = line.IsWorthKeeping ? line : null;
    }

    private void Write<TState>(Utf8JsonWriter writer, in LogEntry<TState> entry, IExternalScopeProvider? scopes)
    {
        var call = new CallHolder();
        scopes?.ForEachScope(static (scope, holder) => holder.Call = scope as CallScope ?? holder.Call, call);
        var values = entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        writer.WriteStartObject();
        Span<byte> now = stackalloc byte[InstantJsonConverter.MaxLength];
        var nowLength = InstantJsonConverter.Write(clock.GetUtcNow(), now);
        writer.WriteString("timestamp"u8, now[..nowLength]);
        writer.WriteString("level"u8, LevelOf(entry.LogLevel));
        writer.WriteString("correlationId"u8, call.Call?.CorrelationId);
        writer.WriteString("tenantId"u8, call.Call?.Tenant?.Text);
        writer.WriteString("service"u8, settings.Service);
        writer.WriteString("operation"u8, call.Call?.Operation);
        LogValue.Write(writer, "duration", DurationIn(values));
        writer.WriteString("message"u8, LogValue.Shorten(entry.Formatter(entry.State, null)));
        writer.WriteStartObject("metadata"u8);
        writer.WriteString("category"u8, entry.Category);
        if (entry.EventId.Id != 0)
        {
            writer.WriteNumber("eventId"u8, entry.EventId.Id);
        }

        // By index: the entry's state is a struct behind an interface, whose enumerator would be allocated.
        for (var index = 0; index < values.Count; index++)
        {
            var (name, value) = values[index];
            if (name is not (Template or Duration or "duration"))
            {
                LogValue.Write(writer, LogNames.Of(name), value);
            }
        }

        if (entry.Exception is { } exception)
        {
            LogException.Write(writer, exception);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static object? DurationIn(IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        for (var index = 0; index < values.Count; index++)
        {
            if (string.Equals(values[index].Key, Duration, StringComparison.OrdinalIgnoreCase))
            {
                return values[index].Value;
            }
        }

        return null;
    }

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };

    /// <summary>What a thread writes its lines into, one after another.</summary>
    private sealed class Line
    {
        private const int MaxKept = 64 * 1024;

        private readonly ArrayBufferWriter<byte> _buffer = new(1024);

        internal Line() => Writer = new Utf8JsonWriter(_buffer, ProblemJson.WriterOptions);

        internal Utf8JsonWriter Writer { get; }

        internal bool IsWorthKeeping => _buffer.Capacity <= MaxKept;

        internal void PrintTo(TextWriter output)
        {
            Writer.Flush();
            var text = ArrayPool<char>.Shared.Rent(_buffer.WrittenCount);
            output.WriteLine(text, 0, Encoding.UTF8.GetChars(_buffer.WrittenSpan, text));
            ArrayPool<char>.Shared.Return(text);
            _buffer.ResetWrittenCount();
            Writer.Reset();
        }
    }

    private sealed class CallHolder
    {
        internal CallScope? Call { get; set; }
    }
}

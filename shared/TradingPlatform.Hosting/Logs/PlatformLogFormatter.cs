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
    private const int MaxKeptBuffer = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    /// <inheritdoc/>
    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, ProblemJson.WriterOptions))
        {
            Write(writer, logEntry, scopeProvider);
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        buffer.ResetWrittenCount();
        if (buffer.Capacity > MaxKeptBuffer)
        {
            t_buffer = null;
        }
    }

    private void Write<TState>(Utf8JsonWriter writer, in LogEntry<TState> entry, IExternalScopeProvider? scopes)
    {
        var call = new CallHolder();
        scopes?.ForEachScope(static (scope, holder) => holder.Call = scope as CallScope ?? holder.Call, call);
        var values = entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        writer.WriteStartObject();
        writer.WriteString("timestamp"u8, clock.GetUtcNow().UtcDateTime.ToString(InstantJsonConverter.Format, null));
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

        foreach (var (name, value) in values)
        {
            if (name is not (Template or Duration or "duration"))
            {
                LogValue.Write(writer, JsonNamingPolicy.CamelCase.ConvertName(name), value);
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
        // By index: the log's own state is a struct behind an interface, whose enumerator would be allocated.
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

    private sealed class CallHolder
    {
        internal CallScope? Call { get; set; }
    }
}

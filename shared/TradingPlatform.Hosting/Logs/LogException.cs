using System.Diagnostics;
using System.Text.Json;

namespace TradingPlatform.Hosting.Logs;

/// <summary>Writes what may be told of an exception: its type, where it was thrown, and the same of its cause.</summary>
internal static class LogException
{
    private const int MaxFrames = 20;
    private const int MaxCauses = 4;

    internal static void Write(Utf8JsonWriter writer, Exception exception)
    {
        writer.WriteStartArray("exceptions"u8);
        var cause = exception;
        for (var depth = 0; cause is not null && depth < MaxCauses; depth++)
        {
            WriteOne(writer, cause);
            cause = cause.InnerException;
        }

        writer.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter writer, Exception exception)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, exception.GetType().FullName);
        writer.WriteStartArray("frames"u8);
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames().Take(MaxFrames))
        {
            // Works without metadata for reflection too, where all that is left of a method is its name.
            if (DiagnosticMethodInfo.Create(frame) is { } method)
            {
                writer.WriteStringValue($"{method.DeclaringTypeName}.{method.Name}");
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

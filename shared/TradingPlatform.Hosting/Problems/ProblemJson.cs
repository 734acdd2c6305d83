using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingPlatform.Hosting.Problems;

/// <summary>Writes a problem as JSON, member by member.</summary>
internal static class ProblemJson
{
    // The relaxed encoder still escapes quotes and control characters; the answer is never part of a page.
    internal static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Write(Utf8JsonWriter writer, Problem problem, string? correlationId)
    {
        var code = problem.Code;
        writer.WriteStartObject();
        writer.WriteString("type"u8, code.Type);
        writer.WriteString("title"u8, code.Title);
        writer.WriteNumber("status"u8, code.Status);
        writer.WriteString("detail"u8, problem.Detail ?? code.Title);
        writer.WriteString("code"u8, code.Code);
        writer.WriteBoolean("retryable"u8, problem.Retryable ?? code.Retryable);
        writer.WriteString("correlationId"u8, correlationId);
        if (code.Status == 400 || problem.Errors.Count > 0)
        {
            WriteErrors(writer, problem.Errors);
        }

        if (problem.Violations is { } violations)
        {
            WriteViolations(writer, violations);
        }

        WriteOptional(writer, "rule", problem.Rule);
        WriteOptional(writer, "limit", problem.Limit);
        WriteOptional(writer, "actual", problem.Actual);
        WriteOptional(writer, "state", problem.State);
        WriteOptional(writer, "reason", problem.Reason);
        WriteOptional(writer, "exchangeCode", problem.ExchangeCode);
        WriteOptional(writer, "exchangeMessage", problem.ExchangeMessage);
        WriteOptional(writer, "orderId", problem.OrderId);
        writer.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter writer, IReadOnlyList<FieldError> errors)
    {
        writer.WriteStartObject("errors"u8);
        foreach (var field in errors.GroupBy(error => error.Field, StringComparer.Ordinal))
        {
            writer.WriteStartArray(field.Key);
            foreach (var error in field)
            {
                writer.WriteStringValue(error.Message);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteViolations(Utf8JsonWriter writer, IReadOnlyList<ProblemViolation> violations)
    {
        writer.WriteStartArray("violations"u8);
        foreach (var violation in violations)
        {
            writer.WriteStartObject();
            writer.WriteString("rule"u8, violation.Rule);
            writer.WriteString("limit"u8, violation.Limit);
            writer.WriteString("actual"u8, violation.Actual);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}

/// <summary>Lets a problem stand in a larger answer. It is only ever written.</summary>
public sealed class ProblemJsonConverter : JsonConverter<Problem>
{
    /// <inheritdoc/>
    public override Problem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A problem is only ever written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Problem value, JsonSerializerOptions options) =>
        ProblemJson.Write(writer, value, value.CorrelationId);
}

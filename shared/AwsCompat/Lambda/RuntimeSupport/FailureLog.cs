using System.Text;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Writes one line of JSON for each failure that ends an invocation or the process.</summary>
/// <remarks>Types and stack frames only: an exception's message can quote a secret.</remarks>
internal sealed class FailureLog(TextWriter output, TimeProvider clock)
{
    public void Write(string message, string? requestId, Exception? failure)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("timestamp"u8, clock.GetUtcNow());
            json.WriteString("level"u8, "Error"u8);
            json.WriteString("message"u8, message);
            if (requestId is not null)
            {
                json.WriteString("awsRequestId"u8, requestId);
            }

            json.WriteStartArray("errors"u8);
            for (var error = failure; error is not null; error = error.InnerException)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, error.GetType().FullName);
                json.WriteString("stackTrace"u8, error.StackTrace);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}

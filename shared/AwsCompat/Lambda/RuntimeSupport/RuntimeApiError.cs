using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>A failure as the Runtime API is told it: a type that can be matched, a message that says nothing.</summary>
/// <remarks>The exception's own message stays out: it goes to whoever invoked the function.</remarks>
internal readonly record struct RuntimeApiError(string ErrorType, string ErrorMessage)
{
    public static RuntimeApiError TooLarge { get; } =
        new("ResponseSizeTooLarge", "The answer is larger than Lambda takes.");

    /// <summary>The header's form, <c>category.reason</c>.</summary>
    public string Header => $"Function.{ErrorType}";

    public static RuntimeApiError Of(Exception failure)
    {
        var type = failure.GetType().Name;
        // A header takes ASCII only; a C# name may hold anything.
        return new(Ascii.IsValid(type) ? type : nameof(Exception), "The function failed; its log says where.");
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorMessage"u8, ErrorMessage);
            json.WriteString("errorType"u8, ErrorType);
            json.WriteStartArray("stackTrace"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

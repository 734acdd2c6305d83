using System.Text.Json;

namespace TradingPlatform.Hosting.Json;

/// <summary>
/// Thrown by a converter whose field cannot be what it should: its message is shown to the caller beside the field's
/// name. The framework's own messages never are.
/// </summary>
public sealed class FieldFormatException : JsonException
{
    /// <summary>Says nothing more than that the field is not valid.</summary>
    public FieldFormatException()
        : this("is not valid")
    {
    }

    /// <summary>Says what the field must be: <c>must be a decimal number</c>.</summary>
    public FieldFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what the field must be, and keeps the cause.</summary>
    public FieldFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>An event or an answer cannot be read or written as the type that the handler names.</summary>
public class JsonSerializerException : Exception
{
    /// <summary>Makes one with a message that holds type names only.</summary>
    public JsonSerializerException(string message)
        : base(message)
    {
    }
}

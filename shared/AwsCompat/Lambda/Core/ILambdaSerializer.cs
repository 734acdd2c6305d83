namespace Amazon.Lambda.Core;

/// <summary>Turns an event into an object, and an object into an answer.</summary>
public interface ILambdaSerializer
{
    /// <summary>Reads one value from the whole of the stream.</summary>
    T Deserialize<T>(Stream requestStream);

    /// <summary>Writes one value to the stream, and leaves the stream open.</summary>
    void Serialize<T>(T response, Stream responseStream);
}

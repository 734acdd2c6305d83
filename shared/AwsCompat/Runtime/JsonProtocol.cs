using Amazon.Runtime.Internal.Transform;

namespace Amazon.Runtime.Internal;

/// <summary>What the operations of one AWS JSON service share.</summary>
internal abstract class JsonProtocol
{
    /// <summary>The SDK's name of the service.</summary>
    public abstract string ServiceName { get; }

    /// <summary>What stands before the operation in <c>X-Amz-Target</c>.</summary>
    public abstract string TargetPrefix { get; }

    /// <summary>The media type, which tells the protocol's version.</summary>
    public abstract string ContentType { get; }

    /// <summary>The service's exception for an error, by its code.</summary>
    public abstract AmazonServiceException ToException(ErrorResponse error, IWebResponseData answer);
}

using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One event. Its stream is the loop's own buffer, valid until the next event is asked for.</summary>
internal readonly record struct InvocationRequest(Stream InputStream, ILambdaContext LambdaContext);

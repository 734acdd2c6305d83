using System.Buffers;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Runtime.Internal;

/// <summary>One operation of a service that speaks AWS JSON: how its request is written and its answer read.</summary>
/// <param name="protocol">The service's own part: version, target prefix and exceptions.</param>
/// <param name="name">The operation's name on the wire.</param>
/// <param name="write">Writes the members of the request's object.</param>
/// <param name="read">Reads the answer's object.</param>
internal sealed class JsonOperation<TRequest, TResponse>(
    JsonProtocol protocol, string name, Action<Utf8JsonWriter, TRequest> write, Func<JsonElement, TResponse> read)
    : JsonResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse
{
    // Sent to AWS, never into a page.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _target = $"{protocol.TargetPrefix}.{name}";

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, protocol.ServiceName) { HttpMethod = "POST", ResourcePath = "/" };
        request.Headers["X-Amz-Target"] = _target;
        request.Headers["Content-Type"] = protocol.ContentType;
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            write(json, (TRequest)input);
            json.WriteEndObject();
        }

        request.Content = buffer.WrittenSpan.ToArray();
        return request;
    }

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var body = new MemoryStream();
        input.Stream.CopyTo(body);
        // An operation without an answer has an empty body.
        var json = body.Length == 0 ? "{}"u8.ToArray() : body.GetBuffer().AsMemory(0, (int)body.Length);
        using var document = JsonDocument.Parse(json);
        return read(document.RootElement);
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        return protocol.ToException(error, input.ResponseData);
    }
}

using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Json;

/// <summary>Reads a request's JSON body strictly, and says which field is at fault where it cannot.</summary>
public static class RequestBody
{
    /// <summary>The most that is read of a body, in bytes (API.md: 256 KiB).</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>
    /// The most that the server takes in and throws away of a body that is refused, in bytes. Were it to stop at
    /// <see cref="MaxBytes"/>, it would cut the connection on a caller who is still sending, and the 413 would be lost.
    /// </summary>
    public const int MaxDrainedBytes = 4 * 1024 * 1024;

    /// <summary>Answers a body that is not JSON; API.md knows no status of its own for it.</summary>
    internal static Problem WrongType { get; } =
        Problem.Invalid("Content-Type", "must be application/json, in UTF-8");

    /// <summary>Reads a body that must be there.</summary>
    public static async ValueTask<Body<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(type);
        if (!IsJson(context.Request))
        {
            return new Body<T>(WrongType);
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            if (buffer.Length > MaxBytes)
            {
                reader.AdvanceTo(buffer.End);
                return new Body<T>(Problem.Of(ProblemCode.BodyTooLarge));
            }

            if (read.IsCompleted)
            {
                var body = Parse(buffer, type);
                reader.AdvanceTo(buffer.End);
                return body;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Reads a body that may be left out; without one the answer is <paramref name="whenAbsent"/>.</summary>
    public static async ValueTask<Body<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, T whenAbsent)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        var canHaveBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;
        return context.Request.ContentLength == 0 || !canHaveBody
            ? new Body<T>(whenAbsent)
            : await ReadAsync(context, type);
    }

    private static bool IsJson(HttpRequest request)
    {
        var type = request.ContentType;
        if (string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return request.HasJsonContentType()
            && request.GetTypedHeaders().ContentType?.Charset.Value?.Trim('"') is var charset
            && (string.IsNullOrEmpty(charset) || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    private static Body<T> Parse<T>(in ReadOnlySequence<byte> buffer, JsonTypeInfo<T> type)
        where T : class
    {
        if (buffer.IsSingleSegment)
        {
            return Parse(buffer.FirstSpan, type);
        }

        var whole = ArrayPool<byte>.Shared.Rent((int)buffer.Length);
        try
        {
            buffer.CopyTo(whole);
            return Parse(whole.AsSpan(0, (int)buffer.Length), type);
        }
        finally
        {
            // A body may hold a secret: it is not left for the next user of the array.
            ArrayPool<byte>.Shared.Return(whole, clearArray: true);
        }
    }

    private static Body<T> Parse<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        if (utf8.IsEmpty)
        {
            return new Body<T>(Problem.Invalid(FieldPath.Whole, "is required"));
        }

        // The reader looks only at the text it hands out; a member that is skipped could hold anything.
        if (!Utf8.IsValid(utf8))
        {
            return new Body<T>(Problem.Invalid(FieldPath.Whole, "must be UTF-8"));
        }

        try
        {
            return JsonSerializer.Deserialize(utf8, type) is { } value
                ? new Body<T>(value)
                : new Body<T>(Problem.Invalid(FieldPath.Whole, "must be an object"));
        }
        catch (JsonException exception)
        {
            return new Body<T>(Problem.Invalid(BodyErrors.Explain(exception, utf8, type)));
        }
    }
}

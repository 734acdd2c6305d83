using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>Takes a REST request from the socket to its endpoint and back, with limits, signatures and faults.
/// </summary>
internal sealed class RestSurface(TradingFloor floor, RateLimiter limiter, FaultPlan faults)
{
    private const int MostBody = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (Routes.Find(request.Method, request.Path.Value ?? string.Empty, floor.Options.Testnet) is not { } route)
        {
            await WriteHtmlAsync(context, 404, "Not Found");
            return;
        }

        var address = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        if (limiter.Enter(address, floor.Clock.Now) is { } refused)
        {
            await WriteAsync(context, refused, address, null);
            return;
        }

        var fault = faults.Take(route.Operation);
        if (fault is not null && await MisbehaveBeforeAsync(context, fault))
        {
            return;
        }

        var bytes = await ReadAsync(request);
        var query = request.QueryString.Value is { Length: > 1 } text ? text.Length - 1 : 0;
        var call = new RestCall(floor, limiter, new RequestParameters(bytes, query));
        var reply = (call.Authorize(route.Security, request.Headers["X-MBX-APIKEY"]) ?? call.Parameters.Failure)
            is { } refusal
            ? Reply.Refuse(refusal)
            : await DelayedAsync(fault, route, call, context.RequestAborted);
        if (fault is null || !await MisbehaveAfterAsync(context, fault))
        {
            await WriteAsync(context, reply, address, call.OrderCounts);
        }
    }

    private async ValueTask<Reply> DelayedAsync(
        Fault? fault, Route route, RestCall call, CancellationToken cancellation)
    {
        if (fault?.Kind is FaultKind.Delay)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), floor.Clock.Source, cancellation);
        }

        return await route.Handle(call);
    }

    /// <summary>Returns true where the call ends here, without an effect.</summary>
    private static async ValueTask<bool> MisbehaveBeforeAsync(HttpContext context, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.DropBefore:
                context.Abort();
                return true;
            case FaultKind.Status503Before:
                await WriteHtmlAsync(context, 503, "Service Unavailable");
                return true;
            case FaultKind.Status429 or FaultKind.Status418:
                var status = fault.Kind is FaultKind.Status429 ? 429 : 418;
                var refusal = new Refusal(-1003, "Too many requests queued.", status);
                var reply = Reply.Refuse(refusal, 0) with { RetryAfter = fault.RetryAfter };
                await WriteBodyAsync(context, reply);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Returns true where the answer is lost, though the effect has happened.</summary>
    private static async ValueTask<bool> MisbehaveAfterAsync(HttpContext context, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.DropAfter:
                context.Abort();
                return true;
            case FaultKind.Status504After:
                await WriteHtmlAsync(context, 504, "Gateway Time-out");
                return true;
            case FaultKind.HtmlAfter:
                await WriteHtmlAsync(context, 200, "Please wait");
                return true;
            case FaultKind.Error1007After:
                await WriteBodyAsync(context, Reply.Refuse(new Refusal(
                    -1007,
                    "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
                    408)));
                return true;
            default:
                return false;
        }
    }

    private static async ValueTask<byte[]> ReadAsync(HttpRequest request)
    {
        var query = request.QueryString.Value is { Length: > 1 } text ? text : string.Empty;
        var queryLength = Math.Max(0, query.Length - 1);
        if (request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return Combine(query, queryLength, default);
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > MostBody)
            {
                throw new BadHttpRequestException("The request body is too large.", 413);
            }

            if (read.IsCompleted)
            {
                var bytes = Combine(query, queryLength, read.Buffer);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static byte[] Combine(string query, int queryLength, ReadOnlySequence<byte> body)
    {
        var bytes = new byte[queryLength + body.Length];
        for (var i = 0; i < queryLength; i++)
        {
            // A character that is not ASCII was not percent-encoded, and cannot have been signed.
            bytes[i] = query[i + 1] < 128 ? (byte)query[i + 1] : (byte)'?';
        }

        body.CopyTo(bytes.AsSpan(queryLength));
        return bytes;
    }

    private Task WriteAsync(
        HttpContext context, Reply reply, IPAddress address, (int TenSeconds, int Day)? orderCounts)
    {
        var used = limiter.Charge(address, reply.Weight, floor.Clock.Now);
        var headers = context.Response.Headers;
        headers["X-MBX-USED-WEIGHT-1M"] = used.ToString(CultureInfo.InvariantCulture);
        if (orderCounts is var (tenSeconds, day))
        {
            headers["X-MBX-ORDER-COUNT-10S"] = tenSeconds.ToString(CultureInfo.InvariantCulture);
            headers["X-MBX-ORDER-COUNT-1D"] = day.ToString(CultureInfo.InvariantCulture);
        }

        return WriteBodyAsync(context, reply);
    }

    private static async Task WriteBodyAsync(HttpContext context, Reply reply)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(4096);
        var writer = t_writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        reply.Write(writer);
        writer.Flush();
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = "application/json;charset=UTF-8";
        response.ContentLength = buffer.WrittenCount;
        if (reply.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        response.BodyWriter.Write(buffer.WrittenSpan);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static Task WriteHtmlAsync(HttpContext context, int status, string title)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync(
            $"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>", context.RequestAborted);
    }
}

using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Internal;

/// <summary>A response that is held back until the application is done, since the answer is one document.</summary>
/// <remarks>
/// It has not started before the application is done, whatever the application has written: nothing has left, and an
/// error page can still take the place of half a body.
/// </remarks>
internal sealed class GatewayResponse : IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly GatewayResponseBody _body = new();
    private Stack<(Func<object, Task> Callback, object State)>? _onStarting;
    private Stack<(Func<object, Task> Callback, object State)>? _onCompleted;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public Stream Stream => _body.Stream;

    public PipeWriter Writer => _body;

    /// <summary>What the application has written.</summary>
    public ReadOnlySpan<byte> Written => _body.Written;

    Stream IHttpResponseFeature.Body
    {
        get => _body.Stream;
        set => throw new NotSupportedException("The body is replaced through IHttpResponseBodyFeature.");
    }

    public void OnStarting(Func<object, Task> callback, object state)
    {
        if (HasStarted)
        {
            throw new InvalidOperationException("The response has started.");
        }

        (_onStarting ??= new()).Push((callback, state));
    }

    public void OnCompleted(Func<object, Task> callback, object state) =>
        (_onCompleted ??= new()).Push((callback, state));

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CompleteAsync() => Task.CompletedTask;

    /// <summary>Lets what waits for the start have its say over the headers, also over those of a failure.</summary>
    public async Task FireStartingAsync()
    {
        // The last to ask is the first to be called, and may still change the headers.
        while (_onStarting?.TryPop(out var starting) is true)
        {
            await starting.Callback(starting.State);
        }

        HasStarted = true;
    }

    public void DisableBuffering()
    {
        // There is nothing to stream to.
    }

    public async Task SendFileAsync(
        string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true);
        file.Position = offset;
        var left = count ?? file.Length - offset;
        while (left > 0)
        {
            var read = await file.ReadAsync(_body.GetMemory((int)Math.Min(left, 16384)), cancellationToken);
            if (read == 0)
            {
                return;
            }

            read = (int)Math.Min(read, left);
            _body.Advance(read);
            left -= read;
        }
    }

    /// <summary>Calls what waits for the response's end; one that fails does not keep the others from it.</summary>
    public async Task<Exception?> FireCompletedAsync()
    {
        Exception? failure = null;
        while (_onCompleted?.TryPop(out var completed) is true)
        {
            try
            {
                await completed.Callback(completed.State);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        return failure;
    }

    /// <summary>Drops everything but the status.</summary>
    public void Replace(int statusCode)
    {
        StatusCode = statusCode;
        Headers = new HeaderDictionary();
        _body.Clear();
    }
}

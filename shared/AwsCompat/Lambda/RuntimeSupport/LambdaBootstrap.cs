using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The loop of one function process: next event, handler, answer or error, and again.</summary>
/// <remarks>
/// Differs from the official one in what it tells of an exception. The official one posts and logs the exception's
/// message; a message can quote what the caller sent, so this one posts and logs the exceptions' types and the stack.
/// </remarks>
public class LambdaBootstrap : IDisposable
{
    private const int KeptBuffer = 1024 * 1024;

    private readonly RuntimeApiClient _client;
    private readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;
    private readonly LambdaBootstrapInitializer? _initializer;
    private readonly FailureLog _log;
    private MemoryStream _input = new();

    internal LambdaBootstrap(
        RuntimeApiClient client,
        Func<Stream, ILambdaContext, Task<Stream>> handler,
        LambdaBootstrapInitializer? initializer,
        FailureLog log)
    {
        _client = client;
        _handler = handler;
        _initializer = initializer;
        _log = log;
    }

    /// <summary>Serves events until it is cancelled.</summary>
    /// <exception cref="RuntimeApiClientException">
    /// The Runtime API failed. The process must end: Lambda starts another.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (!await InitializeAsync(cancellationToken))
        {
            return;
        }

        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await InvokeOnceAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Closes the connection to the Runtime API.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _input.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<bool> InitializeAsync(CancellationToken cancellation)
    {
        if (_initializer is null)
        {
            return true;
        }

        try
        {
            return await _initializer();
        }
        catch (Exception failure)
        {
            _log.Write("The function failed to start.", null, failure);
            await _client.ReportInitializationErrorAsync(failure, cancellation);
            throw;
        }
    }

    private async Task InvokeOnceAsync(CancellationToken cancellation)
    {
        var invocation = await _client.GetNextInvocationAsync(EmptyInput(), cancellation);
        var id = invocation.LambdaContext.AwsRequestId;
        Stream output;
        try
        {
            output = await _handler(invocation.InputStream, invocation.LambdaContext);
        }
        catch (Exception failure)
        {
            _log.Write("The invocation failed.", id, failure);
            await _client.ReportInvocationErrorAsync(id, RuntimeApiError.Of(failure), CancellationToken.None);
            return;
        }

        // Not cancelled: what was done must be answered, or Lambda does it again.
        await using (output)
        {
            if (!await _client.TrySendResponseAsync(id, output, CancellationToken.None))
            {
                _log.Write("The answer is larger than Lambda takes.", id, null);
                await _client.ReportInvocationErrorAsync(id, RuntimeApiError.TooLarge, CancellationToken.None);
            }
        }
    }

    private MemoryStream EmptyInput()
    {
        // One buffer serves event after event; one huge event does not keep its memory.
        if (_input.Capacity > KeptBuffer)
        {
            _input = new MemoryStream();
        }

        _input.SetLength(0);
        return _input;
    }
}

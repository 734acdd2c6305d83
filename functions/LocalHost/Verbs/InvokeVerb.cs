using System.Text;
using System.Text.Json;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.LocalHost.Verbs;

/// <summary>
/// <c>invoke FUNCTION EVENT.json</c>: starts the function's bootstrap against a local Runtime API, hands it the event,
/// and prints its answer. The function's own log lines go to the error output.
/// </summary>
internal static class InvokeVerb
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>
    /// 0 where the function answered, whatever it answered; 1 where it failed; 2 where the event is no JSON.
    /// </summary>
    /// <param name="function">Which function.</param>
    /// <param name="eventFile">The event.</param>
    /// <param name="data">The folder it works on; null for a temporary one.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<int> RunAsync(
        string function, FileInfo eventFile, string? data, CancellationToken cancellation)
    {
        var sent = await File.ReadAllBytesAsync(eventFile.FullName, cancellation);
        string handler;
        try
        {
            using var document = JsonDocument.Parse(sent);
            handler = EventShape.HandlerFor(document.RootElement);
        }
        catch (JsonException e)
        {
            await Console.Error.WriteLineAsync($"{eventFile} is not JSON: {e.Message}");
            return 2;
        }

        var temporary = data is null ? Directory.CreateTempSubdirectory("trading-platform-invoke-") : null;
        try
        {
            string[] options = ["--data", data ?? temporary!.FullName];
            await using var api = await LocalRuntimeApi.StartAsync(TimeProvider.System, cancellation);
            await using var process = FunctionProcess.Start(function, handler, api.Endpoint, options);
            return Print(await InvokeAsync(api, process, sent, cancellation));
        }
        finally
        {
            temporary?.Delete(recursive: true);
        }
    }

    // Null where the process ended, or time did, without an answer.
    private static async Task<InvocationResult?> InvokeAsync(
        LocalRuntimeApi api, FunctionProcess process, byte[] sent, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Longest);
        var answer = api.EnqueueAsync(new LocalInvocation { Event = sent }, bound.Token);
        await Task.WhenAny(answer, process.Exited);
        if (!answer.IsCompleted)
        {
            await bound.CancelAsync();
        }

        try
        {
            return await answer;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static int Print(InvocationResult? result)
    {
        switch (result)
        {
            case InvocationResult.Response response:
                Console.WriteLine(Encoding.UTF8.GetString(response.Body.Span));
                return 0;
            case InvocationResult.FunctionError failed:
                return Fail($"The function failed ({failed.ErrorType}).", failed.Body);
            case InvocationResult.InitError failed:
                return Fail($"The function did not start ({failed.ErrorType}).", failed.Body);
            default:
                return Fail("The function ended without an answer.", default);
        }
    }

    private static int Fail(string what, ReadOnlyMemory<byte> body)
    {
        Console.Error.WriteLine(what);
        Console.WriteLine(Encoding.UTF8.GetString(body.Span));
        return 1;
    }
}

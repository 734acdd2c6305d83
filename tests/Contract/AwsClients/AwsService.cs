using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.Runtime;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Contract.Lambda;

namespace TradingPlatform.Contract.AwsClients;

/// <summary>A call as the service received it.</summary>
internal sealed record ReceivedCall(string Target, string ContentType, JsonElement Body);

/// <summary>An AWS JSON service on loopback: checks every signature, and gives the answers it was told.</summary>
internal sealed class AwsService : IAsyncDisposable
{
    private const string KeyId = "AKIDEXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private readonly ConcurrentQueue<(int Status, string Body, string? QueryError)> _answers = new();
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();
    private readonly string _signingName;
    private readonly Func<ReceivedCall, (int Status, string Body)>? _behaviour;
    private ProtocolServer? _server;

    private AwsService(string signingName, Func<ReceivedCall, (int Status, string Body)>? behaviour) =>
        (_signingName, _behaviour) = (signingName, behaviour);

    public static AWSCredentials Credentials { get; } = new SessionAWSCredentials(KeyId, SecretKey, "session-token");

    public IReadOnlyCollection<ReceivedCall> Calls => _calls;

    /// <param name="signingName">The service's name in signatures.</param>
    /// <param name="behaviour">Answers every call for which no answer was told; null: 500.</param>
    public static async Task<AwsService> StartAsync(
        string signingName, Func<ReceivedCall, (int Status, string Body)>? behaviour = null)
    {
        var service = new AwsService(signingName, behaviour);
        service._server = await ProtocolServer.StartAsync(service.AnswerAsync);
        return service;
    }

    /// <summary>Everything is told: nothing is left to the environment of the test's process.</summary>
    public T Configure<T>(T config)
        where T : ClientConfig
    {
        config.ServiceURL = _server!.Url;
        config.AuthenticationRegion = "eu-west-1";
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = 2;
        return config;
    }

    public void WillAnswer(string body) => _answers.Enqueue((200, body, null));

    public void WillRefuse(int status, string body, string? queryError = null) =>
        _answers.Enqueue((status, body, queryError));

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        using var json = JsonDocument.Parse(body);
        var call = new ReceivedCall(
            http.Request.Headers["X-Amz-Target"].ToString(), http.Request.ContentType!, json.RootElement.Clone());
        _calls.Enqueue(call);
        var answer = (Status: 500, Body: "{}", QueryError: (string?)null);
        if (SignatureV4.Refuse(http.Request, body, KeyId, SecretKey, _signingName) is { } wrong)
        {
            _answers.TryDequeue(out _);
            answer = (400, $$"""{"__type":"IncompleteSignatureException","message":"{{wrong}}"}""", null);
        }
        else if (_answers.TryDequeue(out var next))
        {
            answer = next;
        }
        else if (_behaviour?.Invoke(call) is { } reply)
        {
            answer = (reply.Status, reply.Body, null);
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = http.Request.ContentType;
        http.Response.Headers["x-amzn-RequestId"] = "r1";
        if (answer.QueryError is { } error)
        {
            http.Response.Headers["x-amzn-query-error"] = error;
        }

        await http.Response.WriteAsync(answer.Body);
    }
}

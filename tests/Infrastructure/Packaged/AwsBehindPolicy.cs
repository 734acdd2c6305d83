using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Contract.AwsClients;
using TradingPlatform.Contract.Lambda;
using TradingPlatform.Contract.Vault;

namespace TradingPlatform.InfrastructureTests.Packaged;

/// <summary>
/// AWS as a deployed function meets it, on loopback: DynamoDB Local, a Secrets Manager and a bus, each behind the
/// policy of the function's role.
/// </summary>
internal sealed class AwsBehindPolicy : IAsyncDisposable
{
    private readonly HttpClient _dynamoDb;
    private readonly FakeSecretsManager _secrets = new();
    private readonly ConcurrentQueue<string> _refused = [];
    private ProtocolServer? _server;

    private AwsBehindPolicy(string dynamoDb) => _dynamoDb = new HttpClient { BaseAddress = new Uri(dynamoDb) };

    /// <summary>Where it answers, for every service.</summary>
    public string Url => _server!.Url;

    /// <summary>Whose policy holds; null for none.</summary>
    public RolePolicy? Policy { get; set; }

    /// <summary>What was asked for and not allowed.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    /// <summary>What was asked, one line a call; a transaction is also a line for each of its items.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>The types of the events that came over the bus.</summary>
    public ConcurrentQueue<string> Events { get; } = [];

    public static async Task<AwsBehindPolicy> StartAsync(string dynamoDb)
    {
        var aws = new AwsBehindPolicy(dynamoDb);
        aws._server = await ProtocolServer.StartAsync(aws.AnswerAsync);
        return aws;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _dynamoDb.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        using var json = JsonDocument.Parse(body);
        var target = http.Request.Headers["X-Amz-Target"].ToString();
        if (Policy?.Refuse(target, json.RootElement) is { } refused)
        {
            _refused.Enqueue(refused);
            await WriteAsync(http, 400, """{"__type":"AccessDeniedException","message":"Refused by the policy."}""");
            return;
        }

        Count(target.Split('.')[1], json.RootElement);
        switch (target.Split('.')[0])
        {
            case "secretsmanager":
                var (status, answer) = _secrets.Answer(
                    new ReceivedCall(target, http.Request.ContentType!, json.RootElement.Clone()));
                await WriteAsync(http, status, answer);
                break;
            case "AWSEvents":
                await WriteAsync(http, 200, Publish(json.RootElement));
                break;
            default:
                await ForwardAsync(http, target, body);
                break;
        }
    }

    private void Count(string operation, JsonElement body)
    {
        Calls.Enqueue(operation);
        if (body.TryGetProperty("TransactItems", out var items))
        {
            for (var i = 0; i < items.GetArrayLength(); i++)
            {
                Calls.Enqueue("item of a transaction");
            }
        }
    }

    private string Publish(JsonElement request)
    {
        var entries = request.GetProperty("Entries").EnumerateArray().ToList();
        entries.ForEach(entry => Events.Enqueue(entry.GetProperty("DetailType").GetString()!));
        var taken = string.Join(',', entries.Select(_ => """{"EventId":"1"}"""));
        return $$"""{"FailedEntryCount":0,"Entries":[{{taken}}]}""";
    }

    private async Task ForwardAsync(HttpContext http, string target, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", http.Request.ContentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        // Signatures are of another host; DynamoDB Local reads no more of them than whose they are.
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=local/20260108/us-east-1/dynamodb/aws4_request, "
            + "SignedHeaders=host, Signature=0");
        using var answer = await _dynamoDb.SendAsync(request);
        await WriteAsync(http, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task WriteAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = http.Request.ContentType;
        http.Response.Headers["x-amzn-RequestId"] = "r1";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    }
}

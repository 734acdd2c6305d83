using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace TradingPlatform.Benchmarks.Load;

/// <summary>As little of a client as there can be, so that what is measured is the platform.</summary>
internal sealed class LoadClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http;
    private readonly Uri _platform;
    private AuthenticationHeaderValue? _token;

    public LoadClient(Uri platform, int connections)
    {
        _platform = platform;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <summary>Signs in as a new tenant, without a rate limit.</summary>
    public async Task SignInAsync(string tenant)
    {
        var answer = await AskAsync(
            HttpMethod.Post, "/dev/token",
            $$"""{"tenantId":"{{tenant}}","userId":"load","roles":["admin"],"tier":"unlimited"}""");
        _token = new AuthenticationHeaderValue("Bearer", answer.GetProperty("accessToken").GetString());
    }

    /// <summary>Calls the platform, and throws where it does not answer with a success.</summary>
    public async Task<JsonElement> AskAsync(HttpMethod method, string path, string? body)
    {
        using var request = Request(method, path, body is null ? null : Encoding.UTF8.GetBytes(body));
        using var answer = await _http.SendAsync(request, CancellationToken.None);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>Places an order. Null where it was taken, else what was answered.</summary>
    public async Task<string?> PlaceAsync(byte[] order, string key)
    {
        using var request = Request(HttpMethod.Post, "/v1/orders", order);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var answer = await _http.SendAsync(request, CancellationToken.None);
        if ((int)answer.StatusCode != 201)
        {
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }

        await answer.Content.CopyToAsync(Stream.Null);
        return null;
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body)
    {
        var request = new HttpRequestMessage(method, new Uri(_platform, path));
        request.Headers.Authorization = _token;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        }

        return request;
    }
}

using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>Speaks to an API as plainly as can be: text in, text out, a token where there is one.</summary>
public sealed class ApiClient(Uri url, string? token = null, ConcurrentQueue<string>? transcript = null)
{
    private const string NotSentInTime = "could not be sent in time, and was not";

    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 256,
    })
    {
        Timeout = TimeSpan.FromSeconds(120),
    };

    public string? Token => token;

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path, null);

    public Task<Answer> DeleteAsync(string path) => SendAsync("DELETE", path, null);

    public Task<Answer> PostAsync(string path, string? json, string? key = null) =>
        SendAsync("POST", path, json, key is null ? [] : [("Idempotency-Key", key)]);

    public Task<Answer> PutAsync(string path, string? json) => SendAsync("PUT", path, json);

    public Task<Answer> PatchAsync(string path, string? json) => SendAsync("PATCH", path, json);

    /// <summary>
    /// Sends a request. One that the platform was too slow to pass on, and says that it did not, is sent again, as the
    /// contract asks of a caller: a slow machine's store must not decide what a test sees.
    /// </summary>
    public async Task<Answer> SendAsync(
        string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        const int Tries = 20;
        for (var i = 1; ; i++)
        {
            var answer = await SendOnceAsync(method, path, body, headers);
            if (i == Tries || answer.Status != 503 || !answer.Text.Contains(NotSentInTime, StringComparison.Ordinal))
            {
                return answer;
            }
        }
    }

    private async Task<Answer> SendOnceAsync(
        string method, string path, string? body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(url, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            var type = headers.FirstOrDefault(header => header.Name == "Content-Type").Value;
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type ?? "application/json");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers.Where(header => header.Name != "Content-Type"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        transcript?.Enqueue(string.Join('\n', all.Select(header => $"{header.Key}: {header.Value}")) + "\n" + text);
        return new Answer(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, all, text);
    }
}

using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Http;

/// <summary>What an exchange's answers may hold, and how long it means where it does not say.</summary>
/// <param name="MaxAnswerBytes">The most that an answer may hold.</param>
/// <param name="Pause">What a 429 without <c>Retry-After</c> stands for.</param>
/// <param name="Ban">What a 418 without <c>Retry-After</c> stands for.</param>
internal sealed record WireLimits(int MaxAnswerBytes, TimeSpan Pause, TimeSpan Ban);

/// <summary>Sends one request and reads the whole answer, its limits and its stops. Repeats nothing.</summary>
/// <param name="address">The exchange's origin.</param>
/// <param name="handler">Whose connections are used.</param>
/// <param name="budget">The address's: while it is stopped, nothing leaves.</param>
/// <param name="limits">What answers may hold.</param>
/// <param name="log">Where each answer is written.</param>
/// <param name="heard">Hears every header of every answer; null where the exchange tells nothing in them.</param>
internal sealed class WireTransport(
    Uri address, HttpMessageHandler handler, RequestBudget budget, WireLimits limits, ILogger log,
    HeaderHeard? heard = null) : IDisposable
{
    private static readonly UriCreationOptions AsWritten = new()
    {
        DangerousDisablePathAndQueryCanonicalization = true,
    };

    private readonly WireVitals _vitals = new(budget.Time);
    private readonly string _origin = address.GetLeftPart(UriPartial.Authority);
    private readonly HttpClient _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    /// <exception cref="NotSentException">The exchange has asked for silence.</exception>
    public async ValueTask<WireAnswer> SendAsync(WireCall call, CancellationToken cancellation)
    {
        if ((budget.Stopped() ?? call.Counted?.Stopped()) is { } refusal)
        {
            throw new NotSentException(refusal.Describe());
        }

        var sent = budget.Time.GetTimestamp();
        try
        {
            var answer = await ExchangeAsync(call, cancellation);
            _vitals.Answered(budget.Time.GetElapsedTime(sent), isOutage: answer.Status >= 500);
            return answer;
        }
        catch
        {
            // Whoever went away waited in vain as well, so a call that was given up counts as one without an answer.
            _vitals.Failed();
            throw;
        }
    }

    /// <summary>How the way to the address has fared, beside what its clock says.</summary>
    public ConnectionVitals ReadVitals(ExchangeClock clock)
    {
        var (calls, failures, latency) = _vitals.Read();
        var silence = budget.Stopped();
        return new ConnectionVitals(
            address, calls, failures, latency, budget.Fullness(), clock.Offset, silence?.RetryAfter,
            silence is { Banned: true });
    }

    public void Dispose() => _http.Dispose();

    private async Task<WireAnswer> ExchangeAsync(WireCall call, CancellationToken cancellation)
    {
        using var request = Request(call);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        Hear(response, call);
        var retryAfter = await HeedAsync(response, call);
        var (buffer, length) = await BodyReader.ReadAsync(response.Content, limits.MaxAnswerBytes, cancellation);
        Log.Answered(log, address, call.Method.Method, call.Path, (int)response.StatusCode);
        return new WireAnswer((int)response.StatusCode, buffer, length, retryAfter);
    }

    private HttpRequestMessage Request(WireCall call)
    {
        // Exactly the bytes that were signed: nothing may be unescaped or normalised on the way.
        var query = call.Query is null ? call.Path : string.Concat(call.Path, "?", call.Query);
        var request = new HttpRequestMessage(call.Method, new Uri(_origin + query, AsWritten));
        foreach (var (name, value) in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (call.Body is { } body)
        {
            // SocketsHttpHandler sends a request again on a fresh connection when a pooled one drops, but never one
            // of which it has begun to send content: an order therefore always has a body.
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = call.BodyType;
        }

        return request;
    }

    private void Hear(HttpResponseMessage response, WireCall call)
    {
        if (heard is not null || call.Heard is not null)
        {
            foreach (var (name, values) in response.Headers.NonValidated)
            {
                heard?.Invoke(name, values);
                call.Heard?.Invoke(name, values);
            }
        }
    }

    private async ValueTask<TimeSpan?> HeedAsync(HttpResponseMessage response, WireCall call)
    {
        var retryAfter = response.Headers.RetryAfter?.Delta;
        var status = (int)response.StatusCode;
        if (status is 418 or 429)
        {
            retryAfter ??= status == 418 ? limits.Ban : limits.Pause;
            Log.Stopped(log, address, status, retryAfter.Value.TotalSeconds);
            await (status == 429 ? call.Counted ?? budget : budget).StopAsync(retryAfter.Value, banned: status == 418);
        }

        return retryAfter;
    }
}

using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Http;

/// <summary>What an exchange's answers may hold, and how long it means where it does not say.</summary>
/// <param name="MaxAnswerBytes">The most that an answer may hold.</param>
/// <param name="Pause">What a 429 without <c>Retry-After</c> stands for.</param>
/// <param name="Ban">What a 418 without <c>Retry-After</c> stands for.</param>
internal sealed record WireLimits(int MaxAnswerBytes, TimeSpan Pause, TimeSpan Ban);

/// <summary>Sends one request and reads the whole answer, its limits and its stops. Repeats nothing.</summary>
/// <param name="routes">The exchange's addresses; where a call goes is decided once, as it is sent.</param>
/// <param name="handler">Whose connections are used.</param>
/// <param name="budget">The address's: while it is stopped, nothing leaves.</param>
/// <param name="limits">What answers may hold.</param>
/// <param name="log">Where each answer is written.</param>
/// <param name="heard">Hears every header of every answer; null where the exchange tells nothing in them.</param>
internal sealed class WireTransport(
    WireRoutes routes, HttpMessageHandler handler, RequestBudget budget, WireLimits limits, ILogger log,
    HeaderHeard? heard = null) : IDisposable
{
    private static readonly UriCreationOptions AsWritten = new()
    {
        DangerousDisablePathAndQueryCanonicalization = true,
    };

    // Who has waited so long in vain has not merely changed their mind.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbeWithin = TimeSpan.FromSeconds(5);

    private readonly WireVitals _vitals = new(budget.Time);
    private readonly HttpMessageInvoker _http = new(handler);

    /// <exception cref="NotSentException">The exchange has asked for silence.</exception>
    public async ValueTask<WireAnswer> SendAsync(WireCall call, CancellationToken cancellation)
    {
        if ((budget.Stopped() ?? call.Counted?.Stopped()) is { } refusal)
        {
            throw new NotSentException(refusal.Describe());
        }

        var addresses = routes.For(call);
        var (address, sent) = (addresses.Current, budget.Time.GetTimestamp());
        try
        {
            var answer = await ExchangeAsync(address, call, cancellation);
            _vitals.Answered(budget.Time.GetElapsedTime(sent), isOutage: answer.Status >= 500);
            addresses.Heard(address, failed: IsNoExchange(answer));
            return answer;
        }
        catch (Exception failure)
        {
            // Whoever went away waited in vain as well, so a call that was given up counts as one without an answer.
            _vitals.Failed();
            if (failure is not OperationCanceledException || budget.Time.GetElapsedTime(sent) >= Patience)
            {
                addresses.Heard(address, failed: true);
            }

            throw;
        }
        finally
        {
            if (addresses.TryBeginProbe())
            {
                _ = ProbeAsync(addresses);
            }
        }
    }

    /// <summary>Where calls go now that need an account; sockets that are opened go to the same exchange.</summary>
    public Uri InUse => routes.All.Current.Uri;

    /// <summary>Where calls for public data go now.</summary>
    public Uri PublicInUse => routes.Public.Current.Uri;

    /// <summary>How the way to the address has fared, beside what its clock says.</summary>
    public ConnectionVitals ReadVitals(ExchangeClock clock)
    {
        var (calls, failures, latency) = _vitals.Read();
        var silence = budget.Stopped();
        return new ConnectionVitals(
            routes.All.First.Uri, calls, failures, latency, budget.Fullness(), clock.Offset, silence?.RetryAfter,
            silence is { Banned: true })
        {
            InUse = InUse,
        };
    }

    public void Dispose() => _http.Dispose();

    // What stands before the exchange answers in HTML when the exchange does not. That it keeps us out is no outage,
    // and nothing to be gone around.
    private static bool IsNoExchange(WireAnswer answer) => answer.Status >= 500
        || (answer.Status is not (403 or 418 or 429 or 451) && answer.Body.TrimStart(" \t\r\n"u8).StartsWith("<"u8));

    /// <summary>
    /// Asks the first address whether it works again. Its place in the budget is taken as any call's.
    /// </summary>
    private async Task ProbeAsync(Fallback<WireAddress> addresses)
    {
        var failed = true;
        try
        {
            if (budget.Stopped() is null && budget.TryTake(CallLane.Other, 1).Refusal is null)
            {
                using var patience = new CancellationTokenSource(ProbeWithin, budget.Time);
                using var answer = await ExchangeAsync(addresses.First, routes.Probe, patience.Token);
                failed = !answer.IsSuccess || IsNoExchange(answer);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // It does not.
        }
        finally
        {
            addresses.Probed(failed);
        }
    }

    private async Task<WireAnswer> ExchangeAsync(
        WireAddress address, WireCall call, CancellationToken cancellation)
    {
        using var request = Request(address, call);
        using var response = await _http.SendAsync(request, cancellation);
        Hear(response, call);
        var retryAfter = await HeedAsync(address, response, call);
        var (buffer, length) = await BodyReader.ReadAsync(response.Content, limits.MaxAnswerBytes, cancellation);
        Log.Answered(log, address.Uri, call.Method.Method, call.Path, (int)response.StatusCode);
        return new WireAnswer((int)response.StatusCode, buffer, length, retryAfter);
    }

    private static HttpRequestMessage Request(WireAddress address, WireCall call)
    {
        // Exactly the bytes that were signed: nothing may be unescaped or normalised on the way.
        var query = call.Query is null ? call.Path : string.Concat(call.Path, "?", call.Query);
        var request = new HttpRequestMessage(call.Method, new Uri(address.Origin + query, AsWritten));
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

    private async ValueTask<TimeSpan?> HeedAsync(WireAddress address, HttpResponseMessage response, WireCall call)
    {
        var retryAfter = response.Headers.RetryAfter?.Delta;
        var status = (int)response.StatusCode;
        if (status is 418 or 429)
        {
            retryAfter ??= status == 418 ? limits.Ban : limits.Pause;
            Log.Stopped(log, address.Uri, status, retryAfter.Value.TotalSeconds);
            await (status == 429 ? call.Counted ?? budget : budget).StopAsync(retryAfter.Value, banned: status == 418);
        }

        return retryAfter;
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>One request as it goes out.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Without query: what may be logged.</param>
/// <param name="Query">Percent-encoded, signature and all; null where there is none.</param>
/// <param name="Body">A form; null where there is none.</param>
/// <param name="Account">Whose key goes along and whose orders are counted; null for public calls.</param>
internal sealed record WireCall(HttpMethod Method, string Path, string? Query, byte[]? Body, BinanceAccount? Account)
{
    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>Sends one request and reads the whole answer, its limits and its stops. Repeats nothing.</summary>
internal sealed class BinanceTransport(
    Uri address, HttpMessageHandler handler, RequestBudget budget, BinanceOptions options, ILogger log) : IDisposable
{
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");
    private static readonly UriCreationOptions AsWritten = new()
    {
        DangerousDisablePathAndQueryCanonicalization = true,
    };

    // The minutes that an answer without Retry-After stands for: a 429's window, and the shortest ban (FACTS.md E1).
    private static readonly TimeSpan DefaultPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DefaultBan = TimeSpan.FromMinutes(2);

    private readonly string _origin = address.GetLeftPart(UriPartial.Authority);
    private readonly HttpClient _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    /// <exception cref="NotSentException">The exchange has asked for silence.</exception>
    public async ValueTask<WireAnswer> SendAsync(WireCall call, CancellationToken cancellation)
    {
        if (budget.Stopped() is { } refusal)
        {
            throw new NotSentException(BinanceAccount.Describe(refusal));
        }

        using var request = Request(call);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var retryAfter = Observe(response, call);
        var (buffer, length) = await BodyReader.ReadAsync(response.Content, options.MaxAnswerBytes, cancellation);
        Log.Answered(log, address, call.Method.Method, call.Path, (int)response.StatusCode);
        return new WireAnswer((int)response.StatusCode, buffer, length, retryAfter);
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(WireCall call)
    {
        // Exactly the bytes that were signed: nothing may be unescaped or normalised on the way.
        var query = call.Query is null ? call.Path : string.Concat(call.Path, "?", call.Query);
        var request = new HttpRequestMessage(call.Method, new Uri(_origin + query, AsWritten));
        if (call.Account is { } account)
        {
            request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", account.KeyHeader);
        }

        if (call.Body is { } body)
        {
            // SocketsHttpHandler sends a request again on a fresh connection when a pooled one drops, but never one
            // of which it has begun to send content: an order therefore always has a body.
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = Form;
        }

        return request;
    }

    private TimeSpan? Observe(HttpResponseMessage response, WireCall call)
    {
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            if (name.StartsWith("X-MBX-USED-WEIGHT-", StringComparison.OrdinalIgnoreCase))
            {
                if (TryCount(name.AsSpan(18), values.ToString(), out var count))
                {
                    budget.Observe(count);
                }
            }
            else if (name.StartsWith("X-MBX-ORDER-COUNT-", StringComparison.OrdinalIgnoreCase)
                && TryCount(name.AsSpan(18), values.ToString(), out var orders))
            {
                call.Account?.Observe(orders);
            }
        }

        var retryAfter = response.Headers.RetryAfter?.Delta;
        var status = (int)response.StatusCode;
        if (status is 418 or 429)
        {
            retryAfter ??= status == 418 ? DefaultBan : DefaultPause;
            budget.Stop(retryAfter.Value, banned: status == 418);
            Log.Stopped(log, address, status, retryAfter.Value.TotalSeconds);
        }

        return retryAfter;
    }

    /// <summary>Reads <c>1M</c>, <c>10S</c>, <c>1D</c> and a count.</summary>
    private static bool TryCount(ReadOnlySpan<char> interval, string text, out BudgetCount count)
    {
        count = default;
        if (interval.Length < 2
            || !int.TryParse(interval[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var used))
        {
            return false;
        }

        TimeSpan? unit = char.ToUpperInvariant(interval[^1]) switch
        {
            'S' => TimeSpan.FromSeconds(1),
            'M' => TimeSpan.FromMinutes(1),
            'H' => TimeSpan.FromHours(1),
            'D' => TimeSpan.FromDays(1),
            _ => null,
        };
        count = new BudgetCount((unit ?? default) * number, used);
        return unit is not null;
    }
}

using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Signed calls of one account that are safe to repeat: reads and cancels.</summary>
internal sealed class BitgetCalls(BitgetVenue venue, BitgetAccount account, BitgetSigner signer)
{
    /// <summary>A signed read.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<WireAnswer> GetAsync(
        CallLane lane, BitgetEndpoint endpoint, string query, CancellationToken cancellation) =>
        SendAsync(lane, endpoint, query.Length == 0 ? null : query, null, cancellation);

    /// <summary>A signed read, and what it says.</summary>
    /// <exception cref="ExchangeException">It is a refusal, cannot be read, or there is no answer.</exception>
    public async Task<T> GetAsync<T>(
        CallLane lane, BitgetEndpoint endpoint, string query, DataParser<T> parse, CancellationToken cancellation)
    {
        using var answer = await GetAsync(lane, endpoint, query, cancellation);
        return BitgetAnswer.Parse(answer, parse);
    }

    /// <summary>A signed call with a body.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<WireAnswer> PostAsync(
        CallLane lane, BitgetEndpoint endpoint, byte[] body, CancellationToken cancellation) =>
        SendAsync(lane, endpoint, null, body, cancellation);

    /// <summary>One signed call with the exchange's time as it now is.</summary>
    /// <exception cref="NotSentException">The time is not known.</exception>
    public WireCall Sign(BitgetEndpoint endpoint, string? query, byte[]? body)
    {
        if (!venue.Gateway.Clock.TryNow(out var now))
        {
            throw new NotSentException(BitgetGateway.ClockUnknown);
        }

        return Sign(endpoint, query, body, now.Milliseconds);
    }

    /// <summary>One call, signed with a given time.</summary>
    public WireCall Sign(BitgetEndpoint endpoint, string? query, byte[]? body, long timestamp)
    {
        var path = query is null ? endpoint.Path : string.Concat(endpoint.Path, "?", query);
        return new WireCall(endpoint.Method, endpoint.Path, query, body)
        {
            Headers = [.. signer.Headers(timestamp, endpoint.Method.Method, path, body), .. venue.Headers],
        };
    }

    /// <summary>
    /// Where the exchange refuses the timestamp, the call is signed anew once: that proves that nothing was done
    /// (FAILURES.md F14). Any other HTTP answer is returned.
    /// </summary>
    /// <exception cref="ExchangeException">There was none.</exception>
    private async Task<WireAnswer> SendAsync(
        CallLane lane, BitgetEndpoint endpoint, string? query, byte[]? body, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await venue.Gateway.Clock.EnsureAsync(cancellation);
            var answer = await venue.Gateway.CallAsync(
                account.Owner, endpoint, lane, () => Sign(endpoint, query, body), cancellation);
            if (BitgetAnswer.IsSuccess(answer) || BitgetAnswer.Error(answer).Kind != ExchangeErrorKind.ClockSkew)
            {
                return answer;
            }

            venue.Gateway.Clock.Distrust();
            if (attempt == 2)
            {
                return answer;
            }

            answer.Dispose();
        }
    }
}

using System.Globalization;
using System.Text;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// Calls that are safe to repeat: reads and cancels. Each attempt waits for its place in the budget and is signed
/// afterwards, so that no signature grows old in a queue.
/// </summary>
internal sealed class BinanceCalls(BinanceVenue venue)
{
    /// <summary>A public read. Any HTTP answer is returned.</summary>
    /// <exception cref="ExchangeException">There was none.</exception>
    public Task<WireAnswer> PublicAsync(
        CallLane lane, int weight, string path, string? query, CancellationToken cancellation)
    {
        var call = new WireCall(HttpMethod.Get, path, query) { IsPublic = true };
        return venue.Reads.SendAsync(
            venue.Budget, lane, weight, token => venue.Transport.SendAsync(call, token), cancellation);
    }

    /// <summary>
    /// A signed call. Where the exchange refuses its timestamp, it is signed anew once: that proves that nothing was
    /// done (FAILURES.md F14). Any other HTTP answer is returned.
    /// </summary>
    /// <exception cref="ExchangeException">There was none.</exception>
    public async Task<WireAnswer> SignedAsync(SignedCall call, CancellationToken cancellation)
    {
        // The limits of the budget are the exchange's own, so they are read before anything else is sent.
        await venue.Rules.GetAnyAsync(cancellation);
        for (var attempt = 1; ; attempt++)
        {
            await venue.Clock.EnsureAsync(cancellation);
            var answer = await venue.Reads.SendAsync(
                venue.Budget, call.Lane, call.Weight, token => venue.Transport.SendAsync(Sign(call), token),
                cancellation);
            if (answer.IsSuccess || BinanceAnswerError.Read(answer.Body).Code != -1021)
            {
                return answer;
            }

            venue.Clock.Distrust();
            if (attempt == 2)
            {
                return answer;
            }

            answer.Dispose();
        }
    }

    /// <summary>What a successful answer says.</summary>
    /// <exception cref="ExchangeException">It is a refusal, or cannot be read.</exception>
    public static T Parse<T>(WireAnswer answer, BodyParser<T> parse) => answer.IsSuccess
        ? WireBody.Parse(answer, parse)
        : throw new ExchangeException(Error(answer));

    /// <summary>What a refusal says.</summary>
    public static ExchangeError Error(WireAnswer answer) =>
        BinanceErrors.Map(answer.Status, BinanceAnswerError.Read(answer.Body), answer.RetryAfter);

    private WireCall Sign(SignedCall call)
    {
        if (!venue.Clock.TryNow(out var now))
        {
            throw new NotSentException(new ExchangeError(
                ExchangeErrorKind.ClockSkew, "CLOCK_UNKNOWN", "The exchange's clock is not known."));
        }

        var window = (long)venue.Options.ReceiveWindow.TotalMilliseconds;
        var parameters = call.Parameters.Length > 0 ? call.Parameters + "&" : "";
        var query = string.Create(
            CultureInfo.InvariantCulture, $"{parameters}recvWindow={window}&timestamp={now.Milliseconds}");
        var signed = call.Signer.Append(query);
        return call.Account.Dress(call.Method == HttpMethod.Post
            ? new WireCall(call.Method, call.Path, null, Encoding.ASCII.GetBytes(signed))
            : new WireCall(call.Method, call.Path, signed));
    }
}

/// <summary>A signed call that is safe to repeat.</summary>
/// <param name="Lane">Its lane in the rate budget.</param>
/// <param name="Weight">What it weighs there.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path.</param>
/// <param name="Parameters">Percent-encoded; empty for none.</param>
/// <param name="Account">Whose call.</param>
/// <param name="Signer">Signs for it.</param>
internal sealed record SignedCall(
    CallLane Lane, int Weight, HttpMethod Method, string Path, string Parameters,
    BinanceAccount Account, BinanceSigner Signer);

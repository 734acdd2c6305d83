using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// Follows <c>GET /api/v3/myTrades</c> to its end: by id from page to page, by time in windows of a day.
/// </summary>
internal sealed class BinanceTrades(
    BinanceVenue venue, Func<int, string, CancellationToken, Task<WireAnswer>> ask)
{
    private const int PageSize = 1000;
    private const int WeightByOrder = 5;
    private const int Weight = 20;

    // The exchange refuses longer ones.
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public async Task<ImmutableArray<ReportedFill>> OfOrderAsync(
        Symbol symbol, string orderId, CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<ReportedFill>();
        var from = "";
        while (true)
        {
            var page = await PageAsync(
                symbol, WeightByOrder, $"&orderId={Uri.EscapeDataString(orderId)}{from}", cancellation);
            all.AddRange(page);
            if (page.Length < PageSize)
            {
                return all.DrainToImmutable();
            }

            from = "&fromId=" + After(page);
        }
    }

    public async Task<TradePage> SinceAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        if (cursor is not null)
        {
            if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw new ArgumentException("This is no cursor of a page of trades.", nameof(cursor));
            }

            return Page(await PageAsync(symbol, Weight, "&fromId=" + cursor, cancellation));
        }

        var start = since.ToUnixTimeMilliseconds();
        var now = await NowAsync(cancellation);
        var length = (long)Day.TotalMilliseconds;
        while (start <= now)
        {
            var page = await PageAsync(symbol, Weight, string.Create(CultureInfo.InvariantCulture,
                $"&startTime={start}&endTime={start + length - 1}"), cancellation);
            if (page.Length >= PageSize && length > 1)
            {
                // A full page may hold the window's last trades instead of its first: a shorter window tells.
                length /= 2;
            }
            else if (page.IsEmpty)
            {
                start += length;
            }
            else
            {
                return Page(page);
            }
        }

        return new TradePage([], null);
    }

    private async Task<ImmutableArray<ReportedFill>> PageAsync(
        Symbol symbol, int weight, string parameters, CancellationToken cancellation)
    {
        var spelling = await venue.SpellAsync(symbol, cancellation);
        using var answer = await ask(
            weight, $"symbol={Uri.EscapeDataString(spelling)}{parameters}&limit=1000", cancellation);
        return BinanceCalls.Parse(answer, body => BinanceAnswers.Trades(body, symbol));
    }

    private async Task<long> NowAsync(CancellationToken cancellation)
    {
        await venue.Clock.EnsureAsync(cancellation);
        return venue.Clock.TryNow(out var now)
            ? now.Milliseconds
            : venue.Time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private static TradePage Page(ImmutableArray<ReportedFill> trades) =>
        new(trades, trades.IsEmpty ? null : After(trades));

    private static string After(ImmutableArray<ReportedFill> trades) =>
        (long.Parse(trades[^1].TradeId, NumberStyles.None, CultureInfo.InvariantCulture) + 1)
            .ToString(CultureInfo.InvariantCulture);
}

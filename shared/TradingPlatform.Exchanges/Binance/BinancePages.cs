using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>One page of a history.</summary>
internal delegate Task<ImmutableArray<T>> BinancePage<T>(
    Symbol symbol, string parameters, CancellationToken cancellation);

/// <summary>
/// Follows a history of a pair to its end: by id from page to page, by time in windows of a day.
/// </summary>
/// <param name="venue">Whose clock is used.</param>
/// <param name="from">The parameter that a page by id begins with.</param>
/// <param name="id">The id of one entry: they rise with time.</param>
/// <param name="read">Asks for a page; its parameters begin with an ampersand.</param>
internal sealed class BinancePages<T>(BinanceVenue venue, string from, Func<T, string> id, BinancePage<T> read)
{
    private const int PageSize = 1000;

    // The exchange refuses longer ones.
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>The first page since a moment, or the one at a cursor; with the cursor of the next, if any.</summary>
    public async Task<(ImmutableArray<T> Entries, string? Next)> SinceAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        if (cursor is not null)
        {
            if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw new ArgumentException("This is no cursor of a page.", nameof(cursor));
            }

            return Page(await read(symbol, $"&{from}={cursor}", cancellation));
        }

        var start = since.ToUnixTimeMilliseconds();
        var now = await NowAsync(cancellation);
        var length = (long)Day.TotalMilliseconds;
        while (start <= now)
        {
            var page = await read(symbol, string.Create(CultureInfo.InvariantCulture,
                $"&startTime={start}&endTime={start + length - 1}"), cancellation);
            if (page.Length >= PageSize && length > 1)
            {
                // A full page may hold the window's last entries instead of its first: a shorter window tells.
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

        return ([], null);
    }

    /// <summary>Every entry of a filter, by id.</summary>
    public async Task<ImmutableArray<T>> AllAsync(Symbol symbol, string filter, CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        var next = "";
        while (true)
        {
            var page = await read(symbol, filter + next, cancellation);
            all.AddRange(page);
            if (page.Length < PageSize)
            {
                return all.DrainToImmutable();
            }

            next = $"&{from}={After(page)}";
        }
    }

    private async Task<long> NowAsync(CancellationToken cancellation)
    {
        await venue.Clock.EnsureAsync(cancellation);
        return venue.Clock.TryNow(out var now)
            ? now.Milliseconds
            : venue.Time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private (ImmutableArray<T> Entries, string? Next) Page(ImmutableArray<T> entries) =>
        (entries, entries.IsEmpty ? null : After(entries));

    private string After(ImmutableArray<T> entries) =>
        (long.Parse(id(entries[^1]), NumberStyles.None, CultureInfo.InvariantCulture) + 1)
            .ToString(CultureInfo.InvariantCulture);
}

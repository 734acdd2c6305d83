namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>One minute of trading, or several taken together.</summary>
internal sealed record Candle
{
    public required long OpenTime { get; init; }

    public required decimal Open { get; init; }

    public required decimal High { get; init; }

    public required decimal Low { get; init; }

    public required decimal Close { get; init; }

    public decimal Volume { get; init; }

    public decimal QuoteVolume { get; init; }

    public long Trades { get; init; }

    public decimal TakerBuyVolume { get; init; }

    public decimal TakerBuyQuote { get; init; }

    /// <summary>Id of its first trade, or -1.</summary>
    public long FirstId { get; init; } = -1;

    /// <summary>Id of its last trade, or -1.</summary>
    public long LastId { get; init; } = -1;

    public static Candle Flat(long openTime, decimal price) =>
        new() { OpenTime = openTime, Open = price, High = price, Low = price, Close = price };

    public Candle With(in PublicTrade trade) => this with
    {
        Open = Trades == 0 ? trade.Price : Open,
        High = Trades == 0 ? trade.Price : Math.Max(High, trade.Price),
        Low = Trades == 0 ? trade.Price : Math.Min(Low, trade.Price),
        Close = trade.Price,
        Volume = Volume + trade.Quantity,
        QuoteVolume = QuoteVolume + trade.Quote,
        Trades = Trades + 1,
        TakerBuyVolume = TakerBuyVolume + (trade.IsBuyerMaker ? 0 : trade.Quantity),
        TakerBuyQuote = TakerBuyQuote + (trade.IsBuyerMaker ? 0 : trade.Quote),
        FirstId = FirstId < 0 ? trade.Id : FirstId,
        LastId = trade.Id,
    };

    /// <summary>This one and the later one as a single candle that opens at this one's time.</summary>
    public Candle Join(Candle later) => this with
    {
        High = Math.Max(High, later.High),
        Low = Math.Min(Low, later.Low),
        Close = later.Close,
        Volume = Volume + later.Volume,
        QuoteVolume = QuoteVolume + later.QuoteVolume,
        Trades = Trades + later.Trades,
        TakerBuyVolume = TakerBuyVolume + later.TakerBuyVolume,
        TakerBuyQuote = TakerBuyQuote + later.TakerBuyQuote,
        FirstId = FirstId < 0 ? later.FirstId : FirstId,
        LastId = later.LastId < 0 ? LastId : later.LastId,
    };
}

/// <summary>The minutes of one symbol, newest last, bounded to a week. A minute without a trade is flat.</summary>
internal sealed class CandleSeries(string symbol)
{
    public const long Minute = 60_000;
    private const int Bound = 7 * 24 * 60;
    private readonly List<Candle> _minutes = [];

    public IReadOnlyList<Candle> Minutes => _minutes;

    public void Restore(IEnumerable<Candle> minutes) => _minutes.AddRange(minutes);

    public void Add(in PublicTrade trade, ChangeSet changes)
    {
        Roll(trade.Time, trade.Price, changes);
        _minutes[^1] = _minutes[^1].With(trade);
    }

    /// <summary>Opens the minute of <paramref name="now"/> and closes what lies before it.</summary>
    public void Roll(long now, decimal price, ChangeSet changes)
    {
        var opens = now - (now % Minute);
        if (_minutes.Count == 0)
        {
            _minutes.Add(Candle.Flat(opens, price));
            return;
        }

        if (opens <= _minutes[^1].OpenTime)
        {
            return;
        }

        changes.Candles.Add((symbol, _minutes[^1]));
        var close = _minutes[^1].Close;
        var from = Math.Max(_minutes[^1].OpenTime + Minute, opens - (Bound * Minute));
        for (var minute = from; minute <= opens; minute += Minute)
        {
            _minutes.Add(Candle.Flat(minute, close));
        }

        if (_minutes.Count > Bound * 5 / 4)
        {
            _minutes.RemoveRange(0, _minutes.Count - Bound);
        }
    }

    /// <summary>Volume-weighted price of the last minutes, or null where nothing traded.</summary>
    public decimal? AveragePrice(int minutes, long now)
    {
        decimal volume = 0, quote = 0;
        for (var i = _minutes.Count - 1; i >= 0 && _minutes[i].OpenTime > now - (minutes * Minute); i--)
        {
            volume += _minutes[i].Volume;
            quote += _minutes[i].QuoteVolume;
        }

        return volume > 0 ? quote / volume : null;
    }

    /// <summary>All that lies in the last <paramref name="span"/> milliseconds as one candle.</summary>
    public Candle? Over(long span, long now)
    {
        Candle? joined = null;
        foreach (var minute in _minutes)
        {
            if (minute.OpenTime > now - span)
            {
                joined = joined is null ? minute : joined.Join(minute);
            }
        }

        return joined;
    }
}

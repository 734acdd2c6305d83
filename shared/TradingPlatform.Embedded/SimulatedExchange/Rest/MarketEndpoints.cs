using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>What everybody may ask.</summary>
internal static class MarketEndpoints
{
    public static ValueTask<Reply> Ping(RestCall call) => Answer(1, writer =>
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    });

    public static ValueTask<Reply> Time(RestCall call) => Answer(1, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("serverTime"u8, call.Floor.Clock.Now);
        writer.WriteEndObject();
    });

    public static ValueTask<Reply> Info(RestCall call)
    {
        var markets = Markets(call, out _);
        return Gated(call, 20, writer =>
            InfoJson.Write(writer, call.Floor.Clock.Now, call.Floor.Options.Limits, markets));
    }

    public static ValueTask<Reply> Depth(RestCall call)
    {
        var market = call.Market();
        var limit = call.Parameters.Limit(100, 5000);
        var weight = limit switch { <= 100 => 5, <= 500 => 25, <= 1000 => 50, _ => 250 };
        return Gated(call, weight, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("lastUpdateId"u8, market!.UpdateIds.Last);
            MarketJson.WriteLevels(writer, "bids"u8, Levels(market.Bids, limit));
            MarketJson.WriteLevels(writer, "asks"u8, Levels(market.Asks, limit));
            writer.WriteEndObject();
        });
    }

    public static ValueTask<Reply> Trades(RestCall call)
    {
        var market = call.Market();
        var limit = call.Parameters.Limit(500, 1000);
        var from = call.Parameters.Number("fromId"u8);
        return Gated(call, 25, writer => MarketJson.WriteTrades(writer, Recent(market!, from, null, null, limit)));
    }

    /// <summary>Every trade stands for itself here: nothing is aggregated.</summary>
    public static ValueTask<Reply> Aggregates(RestCall call)
    {
        var market = call.Market();
        var limit = call.Parameters.Limit(500, 1000);
        var from = call.Parameters.Number("fromId"u8);
        var start = call.Parameters.Number("startTime"u8);
        var end = call.Parameters.Number("endTime"u8);
        return Gated(
            call, 4, writer => MarketJson.WriteAggregates(writer, Recent(market!, from, start, end, limit)));
    }

    public static ValueTask<Reply> Klines(RestCall call)
    {
        var market = call.Market();
        var interval = KlineInterval.Parse(call.Parameters.RequiredText("interval"u8));
        var start = call.Parameters.Number("startTime"u8);
        var end = call.Parameters.Number("endTime"u8) ?? long.MaxValue;
        var limit = call.Parameters.Limit(500, 1000);
        call.Parameters.Text("timeZone"u8);
        if (interval is not { } length)
        {
            call.Parameters.Fail(new Refusal(-1120, "Invalid interval."));
            return ValueTask.FromResult(Reply.Refuse(call.Parameters.Failure!, 2));
        }

        return Gated(call, 2, writer =>
        {
            market!.Candles.Roll(call.Floor.Clock.Now, market.LastPrice, call.Engine.Ledger.Changes);
            var candles = KlineInterval.Join(market.Candles.Minutes, length)
                .Where(candle => candle.OpenTime >= (start ?? 0) && candle.OpenTime <= end);
            MarketJson.WriteKlines(writer, start is null ? candles.TakeLast(limit) : candles.Take(limit), length);
        });
    }

    public static ValueTask<Reply> Price(RestCall call) => OneOrMany(call, 2, 4, MarketJson.WritePrice);

    public static ValueTask<Reply> BookTicker(RestCall call) => OneOrMany(call, 2, 4, MarketJson.WriteBookTicker);

    public static ValueTask<Reply> Day(RestCall call)
    {
        var now = call.Floor.Clock.Now;
        call.Parameters.Text("type"u8);
        return OneOrMany(call, 2, 80, (writer, market) => MarketJson.WriteDay(writer, market, now));
    }

    public static ValueTask<Reply> AveragePrice(RestCall call)
    {
        var market = call.Market();
        return Gated(call, 2, writer =>
        {
            var minutes = market!.Filters.AveragePriceMinutes;
            var average = market.Candles.AveragePrice(minutes, call.Floor.Clock.Now) ?? market.LastPrice;
            writer.WriteStartObject();
            writer.WriteNumber("mins"u8, minutes);
            writer.WriteAmount("price"u8, average);
            writer.WriteNumber("closeTime"u8, market.RecentTrades.LastOrDefault().Time);
            writer.WriteEndObject();
        });
    }

    public static IEnumerable<(decimal Price, decimal Quantity)> Levels(BookSide side, int limit)
    {
        for (var depth = 0; depth < side.Count && depth < limit; depth++)
        {
            yield return (side[depth].Price, side[depth].Visible);
        }
    }

    /// <summary>The newest trades; from an id or a time on, the oldest.</summary>
    private static IEnumerable<PublicTrade> Recent(Market market, long? from, long? start, long? end, int limit)
    {
        var trades = market.RecentTrades.Where(trade => trade.Id >= (from ?? 0)
            && trade.Time >= (start ?? 0) && trade.Time <= (end ?? long.MaxValue));
        return from is null && start is null ? trades.TakeLast(limit) : trades.Take(limit);
    }

    private static ValueTask<Reply> OneOrMany(
        RestCall call, int weightOfOne, int weightOfAll, Action<Utf8JsonWriter, Market> write)
    {
        var markets = Markets(call, out var isOne);
        return Gated(call, isOne ? weightOfOne : weightOfAll, writer =>
        {
            if (isOne)
            {
                write(writer, markets[0]);
                return;
            }

            writer.WriteStartArray();
            foreach (var market in markets)
            {
                write(writer, market);
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>The markets of <c>symbol</c>, of <c>symbols</c>, or all.</summary>
    private static IReadOnlyList<Market> Markets(RestCall call, out bool isOne)
    {
        isOne = call.Parameters.Has("symbol"u8);
        if (isOne)
        {
            return call.Market() is { } market ? [market] : [];
        }

        if (call.Parameters.Text("symbols"u8) is not { } symbols)
        {
            return call.Engine.Markets;
        }

        var named = new List<Market>();
        foreach (var name in symbols.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries))
        {
            if (call.Engine.ByName.TryGetValue(name.Trim('"'), out var market))
            {
                named.Add(market);
            }
            else
            {
                call.Parameters.Fail(new Refusal(-1121, "Invalid symbol."));
            }
        }

        return named;
    }

    private static ValueTask<Reply> Answer(int weight, Action<Utf8JsonWriter> write) =>
        ValueTask.FromResult(Reply.Of(weight, write));

    /// <summary>Answers from the book, as it stands at one moment.</summary>
    private static ValueTask<Reply> Gated(RestCall call, int weight, Action<Utf8JsonWriter> write) =>
        call.Parameters.Failure is { } failure
            ? ValueTask.FromResult(Reply.Refuse(failure, weight))
            : Answer(weight, writer =>
            {
                lock (call.Floor.Gate)
                {
                    write(writer);
                }
            });
}

using TradingPlatform.Embedded.SimulatedExchange.Engine;
using TradingPlatform.Embedded.SimulatedExchange.Rest;

namespace TradingPlatform.Embedded.SimulatedExchange.Streams;

/// <summary>Who listens to which market stream. Its timers run only while somebody does.</summary>
internal sealed class MarketStreams : IDisposable
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private readonly TradingFloor _floor;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MarketStream> _streams = new(StringComparer.Ordinal);
    private readonly ITimer _fast;
    private readonly ITimer _slow;

    public MarketStreams(TradingFloor floor)
    {
        _floor = floor;
        var clock = floor.Clock.Source;
        _fast = clock.CreateTimer(_ => Tick(isFast: true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _slow = clock.CreateTimer(_ => Tick(isFast: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Returns false where one of the names is no stream; then none is subscribed to.</summary>
    public bool Subscribe(StreamConnection connection, IReadOnlyList<string> names)
    {
        if (names.Any(name => MarketStream.Parse(name, _floor.Engine) is null))
        {
            return false;
        }

        lock (_gate)
        {
            foreach (var name in names)
            {
                if (!_streams.TryGetValue(name, out var stream))
                {
                    stream = MarketStream.Parse(name, _floor.Engine)!;
                    _streams.Add(name, stream);
                    lock (_floor.Gate)
                    {
                        stream.Start();
                    }
                }

                stream.Listeners.Add(connection);
            }

            SetTimers();
        }

        return true;
    }

    public void Unsubscribe(StreamConnection connection, IReadOnlyList<string> names)
    {
        lock (_gate)
        {
            foreach (var name in names)
            {
                if (_streams.TryGetValue(name, out var stream)
                    && stream.Listeners.Remove(connection)
                    && stream.Listeners.Count == 0)
                {
                    _streams.Remove(name);
                    lock (_floor.Gate)
                    {
                        stream.Stop();
                    }
                }
            }

            SetTimers();
        }
    }

    public IReadOnlyList<string> Of(StreamConnection connection)
    {
        lock (_gate)
        {
            return
            [
                .. _streams.Values.Where(stream => stream.Listeners.Contains(connection)).Select(each => each.Name),
            ];
        }
    }

    public void Publish(Happening happening)
    {
        switch (happening)
        {
            case Happening.Traded(var market, var trade, var buyer, var seller):
                Send(market.LowerName + "@trade", () => StreamJson.Write(writer =>
                {
                    writer.WriteString("e"u8, "trade"u8);
                    writer.WriteNumber("E"u8, _floor.Clock.Now);
                    writer.WriteString("s"u8, market.Name);
                    writer.WriteNumber("t"u8, trade.Id);
                    writer.WriteAmount("p"u8, trade.Price);
                    writer.WriteAmount("q"u8, trade.Quantity);
                    writer.WriteNumber("b"u8, buyer);
                    writer.WriteNumber("a"u8, seller);
                    writer.WriteNumber("T"u8, trade.Time);
                    writer.WriteBoolean("m"u8, trade.IsBuyerMaker);
                    writer.WriteBoolean("M"u8, true);
                }));
                break;
            case Happening.TopChanged(var market, var top):
                Send(market.LowerName + "@bookTicker", () => StreamJson.Write(writer =>
                {
                    writer.WriteNumber("u"u8, top.UpdateId);
                    writer.WriteString("s"u8, market.Name);
                    writer.WriteAmount("b"u8, top.Bid);
                    writer.WriteAmount("B"u8, top.BidQuantity);
                    writer.WriteAmount("a"u8, top.Ask);
                    writer.WriteAmount("A"u8, top.AskQuantity);
                }));
                break;
        }
    }

    public void Dispose()
    {
        _fast.Dispose();
        _slow.Dispose();
    }

    private static void Send(MarketStream stream, byte[] data)
    {
        byte[]? combined = null;
        foreach (var listener in stream.Listeners)
        {
            listener.Tell(listener.IsCombined ? combined ??= StreamJson.Combine(stream.Name, data) : data);
        }
    }

    private void Send(string name, Func<byte[]> data)
    {
        lock (_gate)
        {
            if (_streams.TryGetValue(name, out var stream))
            {
                Send(stream, data());
            }
        }
    }

    private void SetTimers()
    {
        Set(_fast, Fast, _streams.Values.Any(stream => stream.IsFast));
        Set(_slow, Slow, _streams.Values.Any(stream => !stream.IsFast
            && stream.Kind is not (StreamKind.Trade or StreamKind.BookTicker)));

        static void Set(ITimer timer, TimeSpan period, bool isNeeded) => timer.Change(
            isNeeded ? period : Timeout.InfiniteTimeSpan, isNeeded ? period : Timeout.InfiniteTimeSpan);
    }

    private void Tick(bool isFast)
    {
        lock (_gate)
        {
            var now = _floor.Clock.Now;
            foreach (var stream in _streams.Values.Where(stream => stream.IsFast == isFast))
            {
                byte[]? data;
                lock (_floor.Gate)
                {
                    data = stream.Speak(now);
                }

                if (data is not null)
                {
                    Send(stream, data);
                }
            }
        }
    }
}

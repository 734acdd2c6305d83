using System.Text.Json;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>The market streams of one session: subscribed by messages, told with their names.</summary>
internal sealed class MarketSession : ISocketListener
{
    // Few messages, since the exchange counts them; short ones, since it bounds them.
    private const int StreamsPerMessage = 200;

    private readonly MarketSource _source;
    private readonly Dictionary<string, StreamTarget> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamTarget>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private SocketSession? _session;
    private CancellationToken _over;
    private int _unanswered;

    public MarketSession(MarketSource source)
    {
        _source = source;
        _byName = _targets.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var pair in source.Pairs)
        {
            foreach (var name in MarketStreamNames.Of(pair.Spelling, source.Feeds))
            {
                var keeper = name.EndsWith(MarketStreamNames.Book, StringComparison.Ordinal)
                    ? new BookKeeper(source.Venue, source, this, pair)
                    : null;
                _targets.Add(name, new StreamTarget(pair, keeper));
            }
        }
    }

    public Task OpenedAsync(SocketSession session, CancellationToken cancellation)
    {
        _over = cancellation;
        Volatile.Write(ref _session, session);
        var requests = _source.Streams.Chunk(StreamsPerMessage).ToArray();
        _unanswered = requests.Length;
        for (var request = 0; request < requests.Length; request++)
        {
            session.Send(Subscribe(request + 1, requests[request]));
        }

        return Task.CompletedTask;
    }

    public void Received(SocketSession session, ReadOnlySpan<byte> message)
    {
        if (!StreamMessage.TrySplit(message, out var stream, out var data))
        {
            Answered(session, message);
            return;
        }

        Span<char> name = stackalloc char[128];
        if (stream.Length > name.Length)
        {
            return;
        }

        name = name[..System.Text.Encoding.UTF8.GetChars(stream, name)];
        if (_byName.TryGetValue(name, out var target))
        {
            Take(target, data);
        }
        else
        {
            // What is no stream's is the connection's own: that it will be cut.
            Answered(session, data);
        }
    }

    public void Alive()
    {
    }

    public void Ended(string why, bool replaced)
    {
        if (!replaced)
        {
            _source.Lose(this, why);
        }
    }

    /// <summary>
    /// Tells, or ends the session where the reader has fallen behind: what is left out would be lost.
    /// </summary>
    public void Tell(MarketNotice notice)
    {
        if (!_source.TryTell(this, notice))
        {
            _session?.End("a reader of a market fell behind");
        }
    }

    /// <summary>A bug in the keeping of a book.</summary>
    public void Fail(string what) => Volatile.Read(ref _session)?.End("a book could not be kept: " + what);

    private void Take(StreamTarget target, ReadOnlySpan<byte> data)
    {
        if (target.Keeper is { } keeper)
        {
            if (keeper.Take(data, _over))
            {
                Tell(new MarketNotice(null, keeper));
            }
        }
        else if (MarketMessage.Read(data, target.Pair.Symbol, _source.Venue.Time.GetUtcNow()) is { } what)
        {
            Tell(new MarketNotice(what, null));
        }
    }

    private void Answered(SocketSession session, ReadOnlySpan<byte> message)
    {
        var reader = WireJson.Open(message, JsonTokenType.StartObject);
        bool isAnswer = false, isRefusal = false, isShutdown = false;
        while (WireJson.NextMember(ref reader))
        {
            isAnswer |= reader.ValueTextEquals("result"u8);
            isRefusal |= reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("code"u8);
            var isKind = reader.ValueTextEquals("e"u8);
            reader.Read();
            isShutdown |= isKind && reader.TokenType == JsonTokenType.String
                && reader.ValueTextEquals("serverShutdown"u8);
            reader.Skip();
        }

        if (isShutdown)
        {
            session.AskRenewal();
        }
        else if (isRefusal)
        {
            session.End("the exchange refused the streams");
        }
        else if (isAnswer && Interlocked.Decrement(ref _unanswered) == 0)
        {
            _source.Stand(this);
            session.BeReady();
            foreach (var target in _targets.Values)
            {
                target.Keeper?.Start(_over);
            }
        }
    }

    private static byte[] Subscribe(int id, IEnumerable<string> streams)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("method"u8, "SUBSCRIBE"u8);
            writer.WriteStartArray("params"u8);
            foreach (var stream in streams)
            {
                writer.WriteStringValue(stream);
            }

            writer.WriteEndArray();
            writer.WriteNumber("id"u8, id);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    /// <summary>Whom a stream's events are for.</summary>
    private sealed record StreamTarget(SpeltPair Pair, BookKeeper? Keeper);
}

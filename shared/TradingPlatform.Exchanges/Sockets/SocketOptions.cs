namespace TradingPlatform.Exchanges.Sockets;

/// <summary>How the connections of one link behave. The defaults are Binance's terms (FACTS.md E2).</summary>
internal sealed record SocketOptions
{
    /// <summary>Where to, <c>ws</c> or <c>wss</c>; asked before each attempt.</summary>
    public required Func<Uri> Address { get; init; }

    /// <summary>Sent along with the opening handshake.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = 
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long the opening handshake may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the listener may take to call a session ready, from its opening.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the other side is asked for a sign of life.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What asks: a text message; empty for a ping frame.</summary>
    public ReadOnlyMemory<byte> Probe { get; init; }

    /// <summary>
    /// After how long without a single byte the connection counts as gone: half-open ones never say so.
    /// </summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// After how long without a whole message the connection counts as gone though bytes come: one that drips tells
    /// nothing.
    /// </summary>
    public TimeSpan UnfinishedAfter => SilentAfter * 2;

    /// <summary>
    /// When a session makes place for a new one by itself, before the exchange's own cut at 24 hours.
    /// </summary>
    public TimeSpan RenewAfter { get; init; } = TimeSpan.FromHours(23);

    /// <summary>The wait before the second attempt; each further one waits twice as long.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between attempts.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a session must have been ready for the waits to begin anew.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many messages may leave within a second, pings and pongs included.</summary>
    public int MessagesPerSecond { get; init; } = 5;

    /// <summary>The longest message that is taken.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Chance for the spread of waits, from 0 up to 1.</summary>
    public required Func<double> Chance { get; init; }

    /// <summary>Asked before each attempt: how long the exchange wants silence; zero for none.</summary>
    public Func<TimeSpan> HoldBack { get; init; } = static () => TimeSpan.Zero;

    /// <summary>Told where the handshake was answered with another status than 101.</summary>
    public Action<HandshakeRefusedException> Refused { get; init; } = static _ => { };
}

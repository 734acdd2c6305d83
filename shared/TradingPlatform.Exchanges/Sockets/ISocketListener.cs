namespace TradingPlatform.Exchanges.Sockets;

/// <summary>What one exchange does on one session; each session has a listener of its own.</summary>
internal interface ISocketListener
{
    /// <summary>
    /// The session is open: log on and subscribe, and call <see cref="SocketSession.BeReady"/> once that stands. Runs
    /// beside <see cref="Received"/>. An <c>ExchangeException</c> ends the session.
    /// </summary>
    Task OpenedAsync(SocketSession session, CancellationToken cancellation);

    /// <summary>
    /// A whole text message; its bytes are good for the call alone. Runs on the session's one reader: it must not
    /// wait. What a parser throws ends the session.
    /// </summary>
    void Received(SocketSession session, ReadOnlySpan<byte> message);

    /// <summary>A sign of life without content: a ping or a pong.</summary>
    void Alive();

    /// <summary>The session is over.</summary>
    /// <param name="why">For a log: never what the exchange sent.</param>
    /// <param name="replaced">Another one stood ready before this one was closed: nothing was missed.</param>
    void Ended(string why, bool replaced);
}

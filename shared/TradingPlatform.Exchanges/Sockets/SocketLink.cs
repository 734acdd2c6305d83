using Microsoft.Extensions.Logging;

namespace TradingPlatform.Exchanges.Sockets;

/// <summary>
/// A connection that stays: opened again after every loss, with waits that double, and renewed before its exchange cuts
/// it, the next session being ready before the last one is closed.
/// </summary>
/// <param name="options">How.</param>
/// <param name="handshake">Opens the sockets.</param>
/// <param name="time">All waits and clocks.</param>
/// <param name="log">Where openings and losses are written.</param>
/// <param name="listeners">Makes the listener of each session.</param>
internal sealed class SocketLink(
    SocketOptions options, WebSocketHandshake handshake, TimeProvider time, ILogger log,
    Func<ISocketListener> listeners)
{
    private readonly Backoff _backoff = new(options.FirstDelay, options.LongestDelay, options.Chance);

    /// <summary>Keeps the connection until cancelled, and then ends it; throws for a bug alone.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Running? last = null;
        try
        {
            while (true)
            {
                var next = await OpenAsync(cancellation);
                if (await IsReadyAsync(next, cancellation))
                {
                    await ReplaceAsync(last);
                    last = next;
                    await ServeAsync(next, cancellation);
                }

                if (last is { Over.IsCompleted: true })
                {
                    await last.Over;
                    last = null;
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The caller has left.
        }
        finally
        {
            if (last is not null)
            {
                last.Session.End("nobody listens any more");
                await last.Over;
            }
        }
    }

    private static async Task ReplaceAsync(Running? last)
    {
        if (last is not null)
        {
            last.Replaced = true;
            last.Session.End("renewed");
            await last.Over;
        }
    }

    private async Task<Running> OpenAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var hold = options.HoldBack();
            if (hold > TimeSpan.Zero)
            {
                await Task.Delay(hold, time, cancellation);
                continue;
            }

            var address = options.Address();
            if (await TryOpenAsync(address, cancellation) is { } stream)
            {
                SocketLog.Opened(log, address.Host, address.AbsolutePath);
                return Run(new SocketSession(stream, options, time), address);
            }

            await Task.Delay(_backoff.Next(), time, cancellation);
        }
    }

    private async Task<Stream?> TryOpenAsync(Uri address, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await handshake.OpenAsync(address, options.Headers, both.Token);
        }
        catch (HandshakeRefusedException refused)
        {
            options.Refused(refused);
            SocketLog.Refused(log, address.Host, refused.Status);
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            SocketLog.NotOpened(log, address.Host, failure.GetType().Name);
            return null;
        }
    }

    private Running Run(SocketSession session, Uri address)
    {
        var running = new Running(session, address.Host);
        running.Over = RunAsync(running, listeners());
        return running;
    }

    private async Task RunAsync(Running running, ISocketListener listener)
    {
        using var session = running.Session;
        var why = "it failed";
        try
        {
            why = await session.RunAsync(listener);
        }
        finally
        {
            SocketLog.Ended(log, running.Host, why);
            listener.Ended(why, running.Replaced);
        }
    }

    private async Task<bool> IsReadyAsync(Running next, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tooLong = Task.Delay(options.ReadyTimeout, time, waiting.Token);
        try
        {
            await Task.WhenAny(next.Session.Ready, next.Over, tooLong);
            if (next.Session.Ready.IsCompleted && !next.Over.IsCompleted)
            {
                return true;
            }

            next.Session.End("it was not ready in time");
            await next.Over;
            await Task.Delay(_backoff.Next(), time, cancellation);
            return false;
        }
        catch
        {
            next.Session.End("nobody listens any more");
            await next.Over;
            throw;
        }
        finally
        {
            await waiting.CancelAsync();
        }
    }

    /// <summary>Returns when the session is over or due to be renewed.</summary>
    private async Task ServeAsync(Running session, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Not all sessions of all workers at the same moment.
        var lifetime = Task.Delay(options.RenewAfter * (1 - (options.Chance() / 20)), time, waiting.Token);
        await Task.WhenAny(session.Over, session.Session.RenewalAsked, lifetime);
        await waiting.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(since) >= options.StableAfter)
        {
            _backoff.Reset();
        }

        if (session.Over.IsCompleted)
        {
            await Task.Delay(_backoff.Next(), time, cancellation);
        }
    }

    private sealed class Running(SocketSession session, string host)
    {
        public string Host => host;

        public SocketSession Session { get; } = session;

        public Task Over { get; set; } = Task.CompletedTask;

        public bool Replaced { get; set; }
    }
}

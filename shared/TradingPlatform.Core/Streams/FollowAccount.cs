using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Streams;

/// <summary>
/// Follows one account until cancelled: hears its stream, records what it tells, and sweeps over REST what a stream
/// cannot promise: after each connection, whenever something was left out, and now and then while all seems well.
/// </summary>
/// <remarks>
/// Three loops, so that a slow store or a slow exchange holds up neither the hearing nor another account. What waits
/// between them is bounded: what does not fit is left out, and caught up as after a connection.
/// </remarks>
public sealed class FollowAccount(
    ExchangeConnections connections, ApplyReports apply, SweepAccount sweep, StreamTimes times, IIdSource ids,
    TimeProvider clock, ILogger<FollowAccount> log)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Follows the account. Ends by <paramref name="cancellation"/> alone, without throwing.</summary>
    public async Task RunAsync(AccountStream stream, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var reports = Channel.CreateBounded<OrderReport>(new BoundedChannelOptions(times.QueueLength)
        {
            SingleReader = true, FullMode = BoundedChannelFullMode.Wait,
        });
        var wake = new Wake();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] loops =
        [
            HearAsync(stream, reports.Writer, wake, ending.Token),
            apply.RunAsync(stream, reports.Reader, ending.Token),
            TendAsync(stream, wake, ending.Token),
        ];
        // None of them ends by itself, but for a fault of ours: then all do, and the account is followed from anew.
        await Task.WhenAny(loops);
        await ending.CancelAsync();
        try
        {
            await Task.WhenAll(loops);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how following ends.
        }
        finally
        {
            stream.Lost(clock.GetUtcNow());
        }
    }

    private async Task HearAsync(
        AccountStream stream, ChannelWriter<OrderReport> reports, Wake wake, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await HearOnceAsync(stream, reports, wake, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                // The adapter connects again by itself, so this is a key that cannot be opened, or a fault of ours.
                log.StreamFailed(stream.Account.Id, e is ExchangeException ? e.Message : e.GetType().Name);
            }

            stream.Lost(clock.GetUtcNow());
            await Task.Delay(times.ReopenAfter, clock, cancellation);
        }
    }

    private async Task HearOnceAsync(
        AccountStream stream, ChannelWriter<OrderReport> reports, Wake wake, CancellationToken cancellation)
    {
        var exchange = await connections.OpenAsync(stream.Account, cancellation);
        stream.Exchange = exchange;
        if (!exchange.Features.HasFlag(ExchangeFeatures.UserStream))
        {
            // Polls alone tell, for as long as this account is followed.
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation);
        }

        using var renewal = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        wake.Opened(renewal);
        try
        {
            await foreach (var e in exchange.ReadUserEventsAsync(renewal.Token))
            {
                Hear(stream, e, reports, wake);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            log.StreamIncomplete(stream.Account.Id);
        }
        finally
        {
            wake.Opened(null);
        }
    }

    private void Hear(AccountStream stream, UserEvent e, ChannelWriter<OrderReport> reports, Wake wake)
    {
        var now = clock.GetUtcNow();
        switch (e)
        {
            case UserEvent.Connected:
                stream.Connected(now);
                wake.Up();
                break;
            case UserEvent.Lost lost:
                stream.Lost(now);
                log.StreamLost(stream.Account.Id, lost.Why);
                wake.Up();
                break;
            case UserEvent.OrderChanged changed:
                stream.Told(now);
                if (!reports.TryWrite(changed.Report))
                {
                    stream.LeftOut(now);
                    wake.Up();
                }

                break;
            case UserEvent.BalancesChanged:
                stream.Told(now);
                break;
            default:
                // A sign of life proves the connection and nothing else (FAILURES.md F05).
                break;
        }
    }

    private async Task TendAsync(AccountStream stream, Wake wake, CancellationToken cancellation)
    {
        DateTimeOffset? next = null;
        while (true)
        {
            var now = clock.GetUtcNow();
            if (stream.IsOverdue(now, times.MayTake))
            {
                stream.Lost(now);
                wake.Renew();
            }

            if (next is null || now >= next || stream.Standing.State is StreamState.CatchingUp)
            {
                var worked = await TrySweepAsync(stream, cancellation);
                now = clock.GetUtcNow();
                next = now + (!worked ? times.RetryEvery
                    : stream.Standing.State is StreamState.Live ? times.SweepEvery : times.PollEvery);
                if (worked && stream.Standing.State is StreamState.CatchingUp)
                {
                    continue;
                }
            }

            await wake.WaitAsync(Tick, clock, cancellation);
        }
    }

    private async Task<bool> TrySweepAsync(AccountStream stream, CancellationToken cancellation)
    {
        var (begun, stood) = (clock.GetUtcNow(), stream.Standing);
        try
        {
            var caller = Caller.Platform(stream.Account.Tenant, "stream", ids.NewId());
            var found = await sweep.HandleAsync(stream, caller, cancellation);
            stream.Swept(begun, stood, found, clock.GetUtcNow());
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            stream.SweepFailed((e as ExchangeException)?.Error);
            log.SweepFailed(stream.Account.Id, e is ExchangeException ? e.Message : e.GetType().Name);
            return false;
        }
    }
}

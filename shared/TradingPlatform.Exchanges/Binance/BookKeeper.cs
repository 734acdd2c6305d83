using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Binance.Depth;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>The book of one pair on one session: in step or asking for the snapshot that brings it there.</summary>
internal sealed class BookKeeper(BinanceVenue venue, MarketSource source, MarketSession session, SpeltPair pair)
{
    private const int Levels = 5000;

    // A gap is closed within a second (FAILURES.md F17), where the exchange answers; where it does not, it is not
    // asked faster.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly DepthSync _sync = new();
    private bool _isAsking;
    private bool _isTold;

    /// <summary>Asks for the book; a pair in which nothing happens has one too.</summary>
    public void Start(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_sync.InStep)
            {
                Ask(cancellation);
            }
        }
    }

    /// <summary>Takes an event of the pair's depth stream, on the session's reader.</summary>
    /// <returns>Whether a reader is to be told of it.</returns>
    public bool Take(ReadOnlySpan<byte> message, CancellationToken cancellation)
    {
        lock (_gate)
        {
            switch (_sync.Take(message))
            {
                case DepthStep.Gap:
                    Lose("updates of the book were missed");
                    Ask(cancellation);
                    return false;
                case DepthStep.Kept:
                    Ask(cancellation);
                    return false;
                case DepthStep.Applied when _sync.Book.IsCrossed:
                    // No exchange's book stands crossed, so this one is not the exchange's.
                    _sync.Restart();
                    Lose("the book was crossed");
                    return false;
                case DepthStep.Applied:
                    return TellOnce();
                default:
                    return false;
            }
        }
    }

    /// <summary>
    /// The book as it stands; null where it is not in step, or nobody hears of this session any more.
    /// </summary>
    public MarketEvent.BookChanged? TakeChange()
    {
        lock (_gate)
        {
            _isTold = false;
            return _sync.InStep && source.IsCurrent(session)
                ? new MarketEvent.BookChanged(_sync.Book.Top(pair.Symbol, venue.Options.BookDepth, At()))
                : null;
        }
    }

    private DateTimeOffset At() =>
        _sync.At > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(_sync.At) : venue.Time.GetUtcNow();

    private bool TellOnce()
    {
        var isFirst = !_isTold;
        _isTold = true;
        return isFirst;
    }

    private void Lose(string why)
    {
        if (source.IsCurrent(session))
        {
            source.Lose(pair, why);
        }
    }

    private void Ask(CancellationToken cancellation)
    {
        if (!_isAsking)
        {
            _isAsking = true;
            _ = AskAsync(cancellation);
        }
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        var snapshot = new DepthUpdate();
        var pause = FirstPause;
        try
        {
            while (true)
            {
                if (await TryReadAsync(snapshot, cancellation) && Join(snapshot))
                {
                    return;
                }

                await Task.Delay(pause, venue.Time, cancellation);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The session is over.
        }
        catch (Exception failure)
        {
            // Nobody awaits this: a bug ends the session, so that it shows as a loss and not as a frozen book.
            session.Fail(failure.GetType().Name);
        }
    }

    private bool Join(DepthUpdate snapshot)
    {
        lock (_gate)
        {
            if (!_sync.TrySnapshot(snapshot))
            {
                return false;
            }

            _isAsking = false;
            if (TellOnce())
            {
                session.Tell(new MarketNotice(null, this));
            }

            return true;
        }
    }

    private async Task<bool> TryReadAsync(DepthUpdate snapshot, CancellationToken cancellation)
    {
        try
        {
            using var answer = await venue.Calls.PublicAsync(
                CallLane.Other, BinanceMarket.DepthWeight(Levels), "/api/v3/depth",
                $"symbol={Uri.EscapeDataString(pair.Spelling)}&limit=5000", cancellation);
            BinanceCalls.Parse(answer, body => Read(snapshot, body));
            return true;
        }
        catch (ExchangeException failure)
        {
            Log.BookNotRead(venue.Log, venue.Address, pair.Spelling, failure.Error.Kind, failure.Error.Code);
            return false;
        }
    }

    private static bool Read(DepthUpdate snapshot, ReadOnlySpan<byte> body)
    {
        snapshot.ReadBook(body);
        return true;
    }
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Binance;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Venue;

/// <summary>
/// A computer's connection to an account's stream, in place of sockets under the real adapter: frames are read by the
/// adapter's own parser, and are lost, doubled and late; the connection is cut and comes back, or falls silent while
/// its heartbeats go on.
/// </summary>
internal sealed class FeedConnection(World world, Computer computer, VenueAccount account, string key)
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(40);
    private readonly Channel<UserEvent> _events = Channel.CreateUnbounded<UserEvent>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private TimeSpan _latest;
    private TimeSpan _silentUntil;
    private int _session;
    private bool _isLeft;

    public VenueAccount Account => account;

    /// <summary>Nobody reads it any more.</summary>
    public bool IsOver => _isLeft || computer.IsDead;

    public bool Stands { get; private set; }

    /// <summary>Connects, or ends where the key is not accepted any more.</summary>
    public void Open() => world.After(world.Network.Between(Slow, Slow * 5), () =>
    {
        if (IsOver)
        {
            return;
        }

        if (!account.Keys.ContainsKey(key))
        {
            Hand(new UserEvent.Lost("the subscription was refused"));
            computer.Ring(() => _events.Writer.TryComplete());
            return;
        }

        Stands = true;
        _session++;
        Hand(new UserEvent.Connected());
    });

    public void Tell(byte[] frame)
    {
        var faults = world.Faults;
        if (faults.Happens(FaultKind.StreamCut))
        {
            Cut();
        }
        else if (faults.Happens(FaultKind.StreamFallsSilent))
        {
            _silentUntil = world.Now + faults.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));
        }

        if (!Stands || world.Now < _silentUntil)
        {
            Hand(new UserEvent.Alive());
            return;
        }

        for (var copies = faults.Happens(FaultKind.StreamRepeats) ? 2 : 1; copies > 0; copies--)
        {
            if (!faults.Happens(FaultKind.StreamLosesFrame))
            {
                Send(frame);
            }
        }
    }

    /// <summary>What it tells, until cancelled, or until the key is not accepted any more.</summary>
    public async IAsyncEnumerable<UserEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            while (await _events.Reader.WaitToReadAsync(cancellation))
            {
                while (_events.Reader.TryRead(out var what))
                {
                    yield return what;
                }
            }
        }
        finally
        {
            _isLeft = true;
        }
    }

    private void Send(byte[] frame)
    {
        var faults = world.Faults;
        var at = world.Now + world.Network.Between(Fast, Slow);
        if (faults.Happens(FaultKind.StreamDelays))
        {
            // It is overtaken by those after it.
            at += faults.Between(TimeSpan.Zero, TimeSpan.FromSeconds(8));
        }
        else
        {
            _latest = at = at > _latest ? at : _latest;
        }

        var session = _session;
        world.After(at - world.Now, () =>
        {
            if (Stands && session == _session)
            {
                Hand(Read(frame));
            }
        });
    }

    private void Cut()
    {
        Stands = false;
        Hand(new UserEvent.Lost("the connection was cut"));
        world.Counts.Saw(Sometimes.StreamCameBack);
        world.After(world.Faults.Between(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(20)), Open);
    }

    private void Hand(UserEvent what) => computer.Ring(() => _events.Writer.TryWrite(what));

    private static UserEvent.OrderChanged Read(byte[] frame)
    {
        var message = UserMessage.Read(frame, static _ => { });
        var symbol = Listing.All.First(listing => listing.Spelling == message.Execution.Spelling).Symbol;
        return new UserEvent.OrderChanged(message.Execution.Report(symbol));
    }
}

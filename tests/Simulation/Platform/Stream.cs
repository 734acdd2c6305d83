using TradingPlatform.Core.Events;
using TradingPlatform.Core.Storage;
using TradingPlatform.Fakes;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;

namespace TradingPlatform.Simulation.Platform;

/// <summary>
/// The table's stream and the bus behind it: what is written outbound is handed over by some computer at least once,
/// and reaches its listener late, twice and out of order.
/// </summary>
internal sealed class Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private readonly World _world;
    private readonly IEventBus _bus;
    private readonly Dictionary<string, string> _heard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ItemKey> _written = new(StringComparer.Ordinal);
    private Fleet? _fleet;

    public Stream(World world, Mutant mutant)
    {
        _world = world;
        _bus = mutant.Over(new Bus(world, Hear), world);
    }

    /// <summary>What mutants publish past the stream.</summary>
    public IEventBus Bus => _bus;

    /// <summary>Events that were written, and that nobody has heard of yet.</summary>
    public int Unheard => _written.Keys.Count(id => !_heard.ContainsKey(id));

    public void Begin(Fleet fleet) => _fleet = fleet;

    public void Committed(IReadOnlyList<ItemChange> changes)
    {
        foreach (var change in changes)
        {
            if (change is { Before: null, After: { Outbound: true } item })
            {
                _written[PlatformEvent.Of(item).Id] = change.Key;
                _world.After(_world.Network.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250)),
                    () => HandOver(item));
            }
        }
    }

    /// <summary>An event that is heard of and was never written: something was told before it was true (I16).</summary>
    public string? Untrue() => _heard.Keys.FirstOrDefault(id => !_written.ContainsKey(id));

    // Until it has succeeded: a computer that dies over it has not.
    private void HandOver(Item item)
    {
        var isDone = false;
        if (_fleet!.Any() is { } platform)
        {
            platform.Computer.Start(async () =>
            {
                await Edge.TryAsync(_world, platform.Computer, async () =>
                {
                    await _bus.PublishAsync([PlatformEvent.Of(item)], CancellationToken.None);
                    isDone = true;
                });
            });
        }

        _world.After(Patience, () =>
        {
            if (!isDone)
            {
                HandOver(item);
            }
        });
    }

    private void Hear(PlatformEvent heard)
    {
        _world.Trace.Mix(heard.Id[..8]);
        if (heard.Detail.Contains(WatchedLog.Canary, StringComparison.Ordinal))
        {
            _world.Break("I11", $"The event {heard.Type} holds a secret.");
        }

        if (!_heard.TryAdd(heard.Id, heard.Detail))
        {
            _world.Counts.Saw(Sometimes.EventDeliveredTwice);
            if (_heard[heard.Id] != heard.Detail)
            {
                _world.Break("I16", $"Two events have the id {heard.Id}.");
            }
        }
    }
}

/// <summary>The bus: what it has taken it delivers, once or more.</summary>
internal sealed class Bus(World world, Action<PlatformEvent> listener) : IEventBus
{
    public Task PublishAsync(IReadOnlyList<PlatformEvent> events, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource();
        var faults = world.Faults;
        world.After(world.Network.Between(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(20)), () =>
        {
            if (faults.Happens(FaultKind.BusFails))
            {
                answer.TrySetException(new IOException("The bus did not take it."));
                return;
            }

            foreach (var each in events)
            {
                for (var copies = faults.Happens(FaultKind.EventRepeats) ? 3 : 1; copies > 0; copies--)
                {
                    var delay = faults.Happens(FaultKind.EventDelayed)
                        ? faults.Between(TimeSpan.Zero, TimeSpan.FromMinutes(2))
                        : TimeSpan.Zero;
                    world.After(delay, () => listener(each));
                }
            }

            answer.TrySetResult();
        });
        return answer.Task;
    }
}

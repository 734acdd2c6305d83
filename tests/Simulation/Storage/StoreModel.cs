using TradingPlatform.Fakes;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Storage;

/// <summary>The one table of a run, its indexes that trail it, and the stream of what was written to it.</summary>
internal sealed class StoreModel
{
    private readonly World _world;

    public StoreModel(World world)
    {
        _world = world;
        Table = new ItemTable(new WorldClock(world))
        {
            OnCommit = Committed,
            LagIndexes = apply =>
            {
                var lag = world.Faults.Happens(FaultKind.IndexLags)
                    ? world.Faults.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(3))
                    : TimeSpan.Zero;
                world.After(lag, apply);
            },
        };
    }

    public ItemTable Table { get; }

    /// <summary>Whether the engine makes steps in one commit, as SQLite does, or one by one, as DynamoDB does.</summary>
    public bool MakesStepsInOne => _world.Seed % 2 == 0;

    /// <summary>Hears of every write.</summary>
    public Action<IReadOnlyList<ItemChange>>? OnCommit { get; set; }

    private void Committed(IReadOnlyList<ItemChange> changes)
    {
        foreach (var change in changes)
        {
            _world.Trace.Mix(change.Key.Sort);
            _world.Trace.Mix((ulong)(change.After?.Version ?? 0));
        }

        OnCommit?.Invoke(changes);
    }

    /// <summary>The time as it is, which no computer knows.</summary>
    public sealed class WorldClock(World world) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => world.UtcNow;
    }
}

using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;

namespace TradingPlatform.Simulation.Platform;

/// <summary>
/// The computers that the platform runs on: one that is alone and recovers when it starts, as the local host does, or
/// several side by side, as Lambda has them. They die, freeze and start anew as the faults will.
/// </summary>
internal sealed class Fleet
{
    private static readonly TimeSpan RoundEvery = TimeSpan.FromSeconds(10);
    private readonly World _world;
    private readonly Models _models;
    private readonly Mutant _mutant;
    private readonly IReadOnlyList<TenantId> _tenants;
    private readonly List<RunningPlatform> _serving = [];
    private readonly TimeSpan _commonSkew;
    private int _numbers;
    private bool _isClosed;

    public Fleet(World world, Models models, Mutant mutant, IReadOnlyList<TenantId> tenants, int size)
    {
        (_world, _models, _mutant, _tenants, Size) = (world, models, mutant, tenants, size);
        // Clocks of one fleet may all be wrong by much, and apart by little (FAILURES.md F14).
        _commonSkew = world.Network.Happens(0.2)
            ? world.Network.Between(TimeSpan.FromSeconds(-30), TimeSpan.FromSeconds(30))
            : TimeSpan.Zero;
        world.BeforeStep = Disturb;
    }

    public int Size { get; }

    /// <summary>Those that take calls now.</summary>
    public IReadOnlyList<RunningPlatform> Serving => _serving;

    /// <summary>The accounts whose streams are followed; none where polls alone tell.</summary>
    public required IReadOnlyList<ExchangeAccount> Followed { get; init; }

    /// <summary>How often accounts are reconciled; null for not before the end.</summary>
    public required TimeSpan? ReconcileEvery { get; init; }

    /// <summary>Hears of each computer that dies.</summary>
    public Action<Computer>? OnCrash { get; set; }

    /// <summary>Starts the computers.</summary>
    public void Begin()
    {
        for (var i = 0; i < Size; i++)
        {
            Launch();
        }

        if (Size > 1)
        {
            _world.After(RoundEvery, ScheduleRounds);
        }

        if (ReconcileEvery is not null)
        {
            _world.After(TimeSpan.FromSeconds(1), ScheduleReconciliation);
        }
    }

    /// <summary>One of those that take calls; null where all are down.</summary>
    public RunningPlatform? Any() => _serving.Count == 0 ? null : _world.Work.Pick(_serving);

    /// <summary>Stops all of them between two steps, and starts none.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (var platform in _serving.ToArray())
        {
            platform.Computer.Crash();
        }
    }

    /// <summary>A computer of its own, outside of the fleet.</summary>
    public RunningPlatform Build()
    {
        var computer = new Computer(_world, ++_numbers);
        var clock = new ComputerClock(_world, computer)
        {
            Skew = _commonSkew + _world.Network.Between(TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1)),
        };
        return new RunningPlatform(_world, _models, computer, clock, _mutant);
    }

    private void Launch()
    {
        if (_isClosed)
        {
            return;
        }

        var platform = Build();
        platform.Computer.OnCrash = () => Died(platform);
        _world.Trace.Line($"p{platform.Computer.Number} starts");
        if (Size == 1)
        {
            platform.Computer.Start(() => ServeAloneAsync(platform));
            return;
        }

        _serving.Add(platform);
        // Two of them may follow one account, as while one takes over from another.
        if (_world.Network.Happens(0.5))
        {
            Follow(platform);
        }
    }

    private void Died(RunningPlatform platform)
    {
        _world.Trace.Line($"p{platform.Computer.Number} dies");
        _serving.Remove(platform);
        OnCrash?.Invoke(platform.Computer);
        _world.After(_world.Network.Between(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(8)), Launch);
    }

    private async Task ServeAloneAsync(RunningPlatform platform)
    {
        var started = platform.Clock.GetUtcNow();
        while (!await Edge.TryAsync(_world, platform.Computer, () => platform.RecoverAsync(_tenants)))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), platform.Clock);
        }

        _serving.Add(platform);
        Follow(platform);
        while (true)
        {
            await Edge.TryAsync(
                _world, platform.Computer, () => platform.RoundAsync(started));
            await Task.Delay(RoundEvery, platform.Clock);
        }
    }

    private void Follow(RunningPlatform platform)
    {
        foreach (var account in Followed)
        {
            platform.Following.Begin(account);
        }
    }

    // Whoever is free takes it, and a round that is slow meets the next one.
    private void ScheduleRounds()
    {
        if (Any() is { } platform)
        {
            platform.Computer.Start(() => Edge.TryAsync(
                _world, platform.Computer, () => platform.RoundAsync(null)));
        }

        _world.After(RoundEvery, ScheduleRounds);
    }

    // A message of the queue may be delivered twice, to two computers.
    private void ScheduleReconciliation()
    {
        foreach (var tenant in _tenants)
        {
            for (var runs = _world.Network.Happens(0.2) ? 2 : 1; runs > 0; runs--)
            {
                Any()?.Reconciling.Begin(tenant);
            }
        }

        if (!_isClosed)
        {
            _world.After(ReconcileEvery!.Value, ScheduleReconciliation);
        }
    }

    private void Disturb(Computer computer)
    {
        var faults = _world.Faults;
        if (_serving.Find(each => each.Computer == computer) is not { } platform || computer.IsFrozen)
        {
            return;
        }

        if (faults.Happens(FaultKind.Crash))
        {
            computer.Crash();
        }
        else if (faults.Happens(FaultKind.Freeze))
        {
            Freeze(platform, losesTime: false);
        }
        else if (faults.Happens(FaultKind.SnapshotRestore))
        {
            Freeze(platform, losesTime: true);
        }
    }

    private void Freeze(RunningPlatform platform, bool losesTime)
    {
        var faults = _world.Faults;
        var length = faults.Coin()
            ? faults.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4))
            : faults.Between(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(90));
        _world.Trace.Line($"p{platform.Computer.Number} stands still for {length}");
        platform.Computer.Freeze(length, () =>
        {
            if (losesTime)
            {
                platform.Clock.LoseTime(length);
            }
        });
    }
}

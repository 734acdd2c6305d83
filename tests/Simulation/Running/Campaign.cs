using System.Diagnostics;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;

namespace TradingPlatform.Simulation.Running;

/// <summary>Many seeds, some side by side, each on one thread from beginning to end.</summary>
internal sealed class Campaign(ulong from, int seeds, int threads, Func<Mutant> mutant)
{
    private readonly Lock _gate = new();
    private readonly Stopwatch _watch = new();
    private long _taken;

    public TimeSpan? MostTime { get; init; }

    public long? MostLifecycles { get; init; }

    public Counts Counts { get; } = new();

    public TimeSpan Took => _watch.Elapsed;

    /// <summary>Of those that broke, the one with the lowest seed; null where all held.</summary>
    public Broken? FirstBroken { get; private set; }

    public void Run()
    {
        _watch.Start();
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work)).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        _watch.Stop();
    }

    private void Work()
    {
        while (Next() is { } seed)
        {
            var result = Seeds.Run(seed, mutant());
            lock (_gate)
            {
                Counts.Add(result.Counts);
                if (result.Broken is { } broken && (FirstBroken is null || broken.Seed < FirstBroken.Seed))
                {
                    FirstBroken = broken;
                }
            }
        }
    }

    private ulong? Next()
    {
        lock (_gate)
        {
            var isEnough = FirstBroken is not null || _taken == seeds || Took > MostTime
                || Counts.Lifecycles >= MostLifecycles;
            return isEnough ? null : from + (ulong)_taken++;
        }
    }
}

using System.Diagnostics;

namespace TradingPlatform.Benchmarks.Load;

/// <summary>What came of one run.</summary>
internal sealed class LoadRun
{
    private readonly List<long> _times = [];
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private TimeSpan _took;

    private LoadRun()
    {
    }

    /// <summary>How many orders were taken.</summary>
    public int Taken => _times.Count;

    /// <summary>How many were not.</summary>
    public int Failures => _failures.Values.Sum();

    /// <summary>Lets the callers place orders until the time is over.</summary>
    public static async Task<LoadRun> GoAsync(
        LoadClient client, byte[][] orders, int callers, TimeSpan duration, string name)
    {
        var began = Stopwatch.GetTimestamp();
        var each = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(
            () => CallAsync(client, orders[caller % orders.Length], $"{name}-{caller}-", began, duration))));
        var run = new LoadRun { _took = Stopwatch.GetElapsedTime(began) };
        foreach (var (times, failures) in each)
        {
            run._times.AddRange(times);
            foreach (var failure in failures)
            {
                run._failures[failure] = run._failures.GetValueOrDefault(failure) + 1;
            }
        }

        run._times.Sort();
        return run;
    }

    public void Print()
    {
        Console.WriteLine(
            $"{Taken / _took.TotalSeconds:0} orders a second ({Taken} in {_took.TotalSeconds:0.0} s, one run), "
            + $"p50 {Percentile(0.50):0.00} ms, p95 {Percentile(0.95):0.00} ms, p99 {Percentile(0.99):0.00} ms, "
            + $"at most {Percentile(1):0.00} ms, {Failures} errors");
        foreach (var (failure, count) in _failures.OrderByDescending(failure => failure.Value).Take(5))
        {
            Console.WriteLine($"  {count} times: {failure}");
        }
    }

    private static async Task<(List<long> Times, List<string> Failures)> CallAsync(
        LoadClient client, byte[] order, string prefix, long began, TimeSpan duration)
    {
        var times = new List<long>(65_536);
        var failures = new List<string>();
        for (var n = 0; Stopwatch.GetElapsedTime(began) < duration; n++)
        {
            var sent = Stopwatch.GetTimestamp();
            if (await client.PlaceAsync(order, $"{prefix}{n}") is { } failure)
            {
                failures.Add(failure);
            }
            else
            {
                times.Add(Stopwatch.GetTimestamp() - sent);
            }
        }

        return (times, failures);
    }

    private double Percentile(double share) => _times.Count == 0
        ? double.NaN
        : _times[(int)(share * (_times.Count - 1))] * 1000.0 / Stopwatch.Frequency;
}

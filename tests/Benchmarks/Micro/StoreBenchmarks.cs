using BenchmarkDotNet.Attributes;
using TradingPlatform.Core.Storage;
using TradingPlatform.Embedded.Storage;

namespace TradingPlatform.Benchmarks.Micro;

/// <summary>What durable writes cost, alone and beside fifteen others that share their fsync.</summary>
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int Beside = 16;
    private static readonly string Document = new('d', 900);

    private DirectoryInfo _folder = null!;
    private SqliteItemStore _store = null!;
    private long _last;

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("trading-platform-store-");
        _store = SqliteItemStore.Open(Path.Combine(_folder.FullName, "bench.db"), TimeProvider.System);
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Benchmark]
    public Task<bool> Put() => _store.TryPutAsync(Next("SELF"), Condition.Absent, CancellationToken.None);

    [Benchmark(OperationsPerInvoke = Beside)]
    public Task<bool[]> Put_beside_others() => Task.WhenAll(Enumerable.Range(0, Beside).Select(_ => Put()));

    [Benchmark]
    public Task<bool> Transaction()
    {
        var first = Next("SELF");
        var beside = new Item(first.Key with { Sort = "EV#000001" }, 1, Document) { Outbound = true };
        return _store.TryTransactAsync(
            [new ItemWrite.Put(first, Condition.Absent), new ItemWrite.Put(beside, Condition.Absent)],
            CancellationToken.None);
    }

    [Benchmark(OperationsPerInvoke = Beside)]
    public Task<bool[]> Transaction_beside_others() =>
        Task.WhenAll(Enumerable.Range(0, Beside).Select(_ => Transaction()));

    private Item Next(string sort) =>
        new(new ItemKey($"TENANT#t1#ORDER#{Interlocked.Increment(ref _last)}", sort), 1, Document);
}

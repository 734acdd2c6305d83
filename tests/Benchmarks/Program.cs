using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TradingPlatform.Benchmarks.ColdStart;
using TradingPlatform.Benchmarks.Depth;
using TradingPlatform.Benchmarks.Load;
using TradingPlatform.Benchmarks.OrderPath;
using TradingPlatform.Benchmarks.Reconcile;

switch (args)
{
    case ["load", .. var options]:
        return await LoadProgram.RunAsync(LoadOptions.Read(options));
    case ["path"]:
        return await PathProgram.RunAsync(orders: 20_000);
    case ["path", "--orders", var count]:
        return await PathProgram.RunAsync(int.Parse(count, CultureInfo.InvariantCulture));
    case ["reconcile", .. var shape]:
        return await ReconcileProgram.RunAsync(shape);
    case ["cold-start"]:
        return await ColdStartProgram.RunAsync();
    case ["depth", .. var options]:
        return await DepthProgram.RunAsync(DepthOptions.Read(options));
    case ["depth-latency"]:
        return await LatencyProgram.RunAsync();
    case ["depth-serve", .. var options]:
        return await DepthProgram.ServeAsync(options);
    default:
        // In this process: a generated project of its own would be built under this repository's settings.
        BenchmarkSwitcher.FromAssembly(typeof(LoadProgram).Assembly).Run(args, DefaultConfig.Instance.AddJob(
            Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
        return 0;
}

using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Figures;

/// <summary>
/// The programs that figures are quoted from run, and place what they say. What they measure is not judged here: a test
/// is the wrong place for that.
/// </summary>
public sealed class BenchmarkPrograms
{
    [Fact]
    public async Task Load_drives_a_platform_and_an_exchange_of_its_own_and_loses_no_order()
    {
        var (exitCode, printed, logged) = await BuiltProgram.RunAsync(
            BuiltProgram.Benchmarks, "load", "--callers", "4", "--warm-up", "0.1", "--seconds", "0.5");

        Assert.True(exitCode == 0, printed + logged);
        Assert.Contains("0 errors", printed, StringComparison.Ordinal);
        Assert.Contains("as many as it has taken", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_places_orders_in_one_process()
    {
        var (_, printed, logged) = await BuiltProgram.RunAsync(
            BuiltProgram.Benchmarks, "path", "--orders", "20");

        Assert.True(
            printed.StartsWith("the platform's own part of one order, one run of 20: ", StringComparison.Ordinal),
            printed + logged);
    }
}

namespace TradingPlatform.Benchmarks.ColdStart;
internal static class ColdStartProgram { public static Task<int> RunAsync() => Task.FromResult(1); }

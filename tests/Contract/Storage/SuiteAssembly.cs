namespace TradingPlatform.Contract.Storage;

/// <summary>Where the runner finds what discovers a suite's facts: the assembly that they are compiled into.</summary>
internal static class SuiteAssembly
{
    public const string Name = "TradingPlatform.Contract";
}

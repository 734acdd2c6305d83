namespace TradingPlatform.Contract.Fixtures;

/// <summary>A fact over recorded exchange traffic; skipped where that does not lie beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordedFactAttribute : FactAttribute
{
    public RecordedFactAttribute() =>
        Skip = FixtureCase.Folder() is null ? "No recorded exchange traffic lies beside the repository." : null;
}

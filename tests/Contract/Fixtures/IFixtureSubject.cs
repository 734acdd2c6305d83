namespace TradingPlatform.Contract.Fixtures;

/// <summary>One exchange's adapter, to be fed with recorded cases. The next exchange is one more of these.</summary>
public interface IFixtureSubject
{
    /// <summary>The name of the exchange in the cases.</summary>
    string Exchange { get; }

    /// <summary>Feeds one case. Throws an assertion's exception where the adapter fails it.</summary>
    /// <returns>Null where it passed; else why the adapter has nothing to do with it.</returns>
    string? Feed(FixtureCase recorded);
}

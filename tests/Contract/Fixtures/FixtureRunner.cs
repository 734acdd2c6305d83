using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Feeds every recorded case to the adapters and says, by exchange and operation, what became of it.</summary>
[Trait("Category", "Fixtures")]
public sealed class FixtureRunner(ITestOutputHelper output)
{
    private static readonly IFixtureSubject[] Subjects =
    [
        new BinanceFixtures(),
        new CoinbaseExchangeFixtures(),
        new CoinbaseAdvancedFixtures(),
        new BitgetFixtures(),
    ];

    [RecordedFact]
    public void Every_recorded_case_that_an_adapter_covers_passes()
    {
        var cases = FixtureCase.LoadAll();
        Assert.NotEmpty(cases);
        var results = cases.Select(recorded => (Case: recorded, Result: Feed(recorded))).ToArray();
        output.WriteLine(Summary(results));
        var failures = results.Where(result => result.Result.Failure is not null)
            .OrderBy(result => result.Case.Origin == "recorded" ? 0 : 1)
            .Select(result => $"{result.Case.Id}: {result.Result.Failure}").ToArray();
        Assert.True(failures.Length == 0, string.Join(Environment.NewLine, failures));
    }

    private static (string? Skipped, string? Failure) Feed(FixtureCase recorded)
    {
        var subject = Subjects.FirstOrDefault(subject => subject.Exchange == recorded.Exchange);
        if (subject is null)
        {
            return ("no adapter for this exchange", null);
        }

        try
        {
            return (subject.Feed(recorded), null);
        }
        catch (Exception failure)
        {
            return (null, failure.Message.ReplaceLineEndings(" "));
        }
    }

    private static string Summary((FixtureCase Case, (string? Skipped, string? Failure) Result)[] results)
    {
        var text = new StringBuilder("exchange / operation: passed, failed, skipped (reasons)");
        foreach (var group in results.GroupBy(result => (result.Case.Exchange, result.Case.Operation))
            .OrderBy(group => group.Key.Exchange, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Operation, StringComparer.Ordinal))
        {
            var failed = group.Count(result => result.Result.Failure is not null);
            var skipped = group.Where(result => result.Result.Skipped is not null).ToArray();
            var reasons = string.Join("; ", skipped.GroupBy(result => result.Result.Skipped)
                .Select(reason => $"{reason.Count()} {reason.Key}"));
            text.Append(CultureInfo.InvariantCulture, $"\n{group.Key.Exchange} / {group.Key.Operation}: ");
            text.Append(CultureInfo.InvariantCulture,
                $"{group.Count() - failed - skipped.Length}, {failed}, {skipped.Length} ({reasons})");
        }

        return text.ToString();
    }
}

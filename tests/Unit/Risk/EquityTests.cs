using System.Collections.Immutable;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Unit.Risk;

public sealed class EquityTests
{
    private static readonly DateOnly Day = new(2026, 1, 8);

    [Fact]
    public void Losses_are_measured_from_the_day_and_from_the_highest_mark()
    {
        var equity = Equity.None.Observe(Worth(("a", 1_000)), Day).Observe(Worth(("a", 1_500)), Day)
            .Observe(Worth(("a", 900)), Day);

        Assert.Equal((900m, 100m, 0.4m), (equity.Total, equity.DailyLoss, equity.Drawdown));
    }

    [Fact]
    public void A_new_day_begins_where_the_last_one_ended()
    {
        var equity = Equity.None.Observe(Worth(("a", 1_000)), Day).Observe(Worth(("a", 800)), Day.AddDays(1));

        Assert.Equal((0m, 0.2m), (equity.DailyLoss, equity.Drawdown));
    }

    [Fact]
    public void Linking_an_account_is_no_profit_and_unlinking_it_no_loss()
    {
        var one = Equity.None.Observe(Worth(("a", 1_000)), Day);
        var two = one.Observe(Worth(("a", 1_000), ("b", 5_000)), Day);
        var again = two.Observe(Worth(("a", 1_000)), Day);

        Assert.Equal((6_000m, 0m, 0m), (two.Total, two.DailyLoss, two.Drawdown));
        Assert.Equal((1_000m, 0m, 0m), (again.Total, again.DailyLoss, again.Drawdown));
    }

    private static ImmutableSortedDictionary<string, decimal> Worth(params (string Account, decimal Value)[] accounts) =>
        Item.NoCounters.AddRange(accounts.Select(a => KeyValuePair.Create(a.Account, a.Value)));
}

using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;

namespace TradingPlatform.Unit.Health;

public sealed class HealthScoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 8, 12, 0, 0, TimeSpan.Zero);

    private static readonly ConnectionVitals Well = new(
        new Uri("https://api.example.com"), 100, 0, TimeSpan.FromMilliseconds(80), 0.2, TimeSpan.Zero, null, false);

    [Fact]
    public void Without_fault_it_is_a_hundred() => Assert.Equal(100, HealthScore.Of(Well, 10, 10));

    [Fact]
    public void A_ban_and_a_minute_without_an_answer_are_of_no_use()
    {
        Assert.Equal(0, HealthScore.Of(Well with { IsBanned = true }, 0, 0));
        Assert.Equal(0, HealthScore.Of(Well with { Calls = 3, Failures = 3 }, 0, 0));
    }

    [Fact]
    public void Each_fault_costs_and_more_of_it_costs_no_less()
    {
        var scores = new[]
        {
            Falling(Enumerable.Range(0, 30).Select(i => Well with { Latency = TimeSpan.FromMilliseconds(100 * i) })),
            Falling(Enumerable.Range(0, 100).Select(i => Well with { Failures = i })),
            Falling(Enumerable.Range(0, 20).Select(i => Well with { WeightUsed = i / 20.0 })),
        };
        Assert.All(scores, worst => Assert.True(worst < 90, $"{worst}"));
        Assert.True(HealthScore.Of(Well with { ClockOffset = null }, 0, 0) < 70);
        Assert.True(HealthScore.Of(Well, 10, 5) > HealthScore.Of(Well, 10, 0));
        Assert.Equal(40, HealthScore.Of(Well with { SilentFor = TimeSpan.FromSeconds(5) }, 0, 0));
    }

    [Fact]
    public void A_connection_without_calls_is_judged_by_the_rest() =>
        Assert.Equal(100, HealthScore.Of(Well with { Calls = 0, Latency = null }, 0, 0));

    [Fact]
    public void The_state_worsens_after_two_checks_and_betters_after_four_better_ones()
    {
        var bad = Well with { Failures = 30 };
        var health = ConnectionHealth.First(ExchangeId.Binance, Well, 0, 0, Noon);

        Assert.Equal(HealthState.Healthy, (health = After(health, bad)).State);
        Assert.Equal(HealthState.Degraded, (health = After(health, bad)).State);
        for (var check = 0; check < 3; check++)
        {
            Assert.Equal(HealthState.Degraded, (health = After(health, Well)).State);
        }

        Assert.Equal(HealthState.Healthy, After(health, Well).State);
    }

    [Fact]
    public void A_score_about_the_border_does_not_make_it_flap()
    {
        // 75: below what brings it back, above what takes it away.
        var border = Well with { Latency = TimeSpan.FromSeconds(10) };
        Assert.Equal(75, HealthScore.Of(border, 0, 0));
        var healthy = ConnectionHealth.First(ExchangeId.Binance, Well, 0, 0, Noon);
        var degraded = After(After(healthy, Well with { Failures = 30 }), Well with { Failures = 30 });
        for (var check = 0; check < 20; check++)
        {
            (healthy, degraded) = (After(healthy, border), After(degraded, border));
        }

        Assert.Equal((HealthState.Healthy, HealthState.Degraded), (healthy.State, degraded.State));
    }

    private static ConnectionHealth After(ConnectionHealth before, ConnectionVitals vitals) =>
        before.After(vitals, 0, 0, before.CheckedAt + TimeSpan.FromSeconds(10));

    private static int Falling(IEnumerable<ConnectionVitals> worse)
    {
        var scores = worse.Select(vitals => HealthScore.Of(vitals, 0, 0)).ToList();
        Assert.Equal(scores.OrderDescending(), scores);
        return scores[^1];
    }
}

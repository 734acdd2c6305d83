using TradingPlatform.Core.Audit;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Audit;

public sealed class AuditEventTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_chain_that_nobody_touched_is_whole()
    {
        var (chain, end) = Chain();

        Assert.True(AuditEvent.IsWhole(chain, end));
    }

    [Fact]
    public void Any_event_that_is_changed_taken_away_swapped_or_added_shows()
    {
        var (chain, end) = Chain();
        for (var i = 0; i < chain.Count; i++)
        {
            var at = i;
            Func<AuditEvent, AuditEvent>[] changes =
            [
                e => e with { Type = "Other" }, e => e with { By = "someone" }, e => e with { Subject = "o2" },
                e => e with { At = e.At.AddTicks(1) }, e => e with { CorrelationId = "c2" },
                e => e with { Tenant = "t2" }, e => e with { Number = 9 }, e => e with { PreviousHash = "00" },
                e => e with { Hash = "00" },
                e => e with { Details = new SortedDictionary<string, string>(e.Details) { ["n"] = "x" } },
            ];
            Assert.All(changes, change =>
                Assert.False(AuditEvent.IsWhole([.. chain.Select((e, n) => n == at ? change(e) : e)], end)));
            Assert.False(AuditEvent.IsWhole([.. chain.Where((_, n) => n != at)], end));
        }

        Assert.False(AuditEvent.IsWhole([chain[1], chain[0], chain[2]], end));
        Assert.False(AuditEvent.IsWhole([.. chain, chain[2]], end));
        Assert.False(AuditEvent.IsWhole([], end));
    }

    [Fact]
    public void Text_that_moves_from_one_field_to_the_next_is_another_event()
    {
        var one = AuditEvent.Append(default, At, "ab", TradingDesk.Trader, "c", []);
        var two = AuditEvent.Append(default, At, "a", TradingDesk.Trader, "bc", []);

        Assert.NotEqual(one.Hash, two.Hash);
    }

    private static (List<AuditEvent> Chain, ChainEnd End) Chain()
    {
        var chain = new List<AuditEvent>();
        ChainEnd end = default;
        for (var i = 0; i < 3; i++)
        {
            var e = AuditEvent.Append(
                end, At.AddSeconds(i), "OrderThing", TradingDesk.Trader, "o1",
                new SortedDictionary<string, string>(StringComparer.Ordinal) { ["n"] = i.ToString() });
            chain.Add(e);
            end = e.End;
        }

        return (chain, end);
    }
}

using TradingPlatform.Core.Health;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Health;

/// <summary>Which way calls go, by how the calls before have ended.</summary>
public sealed class FallbackTests
{
    private static readonly FallbackRules Rules = new();

    private readonly AutoClock _clock = new();
    private readonly List<(TimeSpan At, string To)> _moves = [];
    private readonly long _begun;
    private readonly Fallback<string> _ways;

    public FallbackTests()
    {
        _begun = _clock.GetTimestamp();
        _ways = new Fallback<string>(
            ["first", "second", "third"], Rules, _clock, (_, to) => _moves.Add((_clock.GetElapsedTime(_begun), to)));
    }

    [Fact]
    public void Three_failures_leave_a_way_that_answers_nothing_and_two_do_not()
    {
        Fail(2);
        Assert.Equal("first", At);
        Fail(1);
        Assert.Equal("second", At);
    }

    [Fact]
    public void Failures_that_are_few_among_answers_or_far_apart_leave_nothing()
    {
        for (var call = 0; call < 1000; call++)
        {
            Hear(failed: call % 3 == 0);
        }

        for (var call = 0; call < 20; call++)
        {
            _clock.Advance(Rules.Within / 2 + TimeSpan.FromSeconds(1));
            Hear(failed: true);
        }

        Assert.Equal("first", At);
    }

    [Fact]
    public void A_busy_way_that_dies_is_left_at_once()
    {
        for (var call = 0; call < 1000; call++)
        {
            Hear(failed: false);
        }

        Fail(5);
        Assert.Equal("second", At);
    }

    [Fact]
    public void What_ends_late_at_a_way_that_was_left_says_nothing_of_the_next()
    {
        var first = _ways.Current;
        Fail(3);
        _clock.Advance(Rules.Dwell);
        for (var late = 0; late < 100; late++)
        {
            _ways.Heard(first, failed: true);
        }

        Assert.Equal("second", At);
    }

    [Fact]
    public void A_way_is_kept_for_its_dwell_even_where_it_fails_too_and_then_the_next_one_is_tried()
    {
        Fail(3);
        _clock.Advance(Rules.Dwell - TimeSpan.FromSeconds(1));
        Fail(10);
        Assert.Equal("second", At);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Fail(1);
        Assert.Equal("third", At);
    }

    [Fact]
    public void The_first_way_is_gone_back_to_after_a_dwell_and_three_probes_that_it_answers_in_a_row()
    {
        Fail(3);
        Assert.False(_ways.TryBeginProbe());
        _clock.Advance(Rules.Dwell);
        foreach (var failed in new[] { false, false, true, false, false })
        {
            Probe(failed);
            Assert.Equal("second", At);
        }

        Probe(failed: false);
        Assert.Equal("first", At);
        Assert.False(_ways.TryBeginProbe());
    }

    [Fact]
    public void One_probe_is_under_way_at_a_time()
    {
        Fail(3);
        _clock.Advance(Rules.Dwell);
        Assert.True(_ways.TryBeginProbe());
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(_ways.TryBeginProbe());
        _ways.Probed(failed: true);
        Assert.True(_ways.TryBeginProbe());
    }

    [Fact]
    public void It_does_not_flap_whatever_the_links_do()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var chance = new Random(seed);
            var test = new FallbackTests();
            // Every other call of every way fails, and so does every other probe; or chance decides.
            var (alternates, call) = (chance.Next(2) == 0, 0);
            bool Fails() => alternates ? ++call % 2 == 0 : chance.Next(2) == 0;
            while (test._clock.GetElapsedTime(test._begun) < TimeSpan.FromHours(1))
            {
                test._clock.Advance(TimeSpan.FromMilliseconds(chance.Next(1, 4000)));
                test.Hear(Fails());
                if (test._ways.TryBeginProbe())
                {
                    test._ways.Probed(Fails());
                }
            }

            Assert.NotEmpty(test._moves);
            Assert.All(
                test._moves.Zip(test._moves.Skip(1)),
                pair => Assert.True(
                    pair.Second.At - pair.First.At >= Rules.Dwell, $"seed {seed}: moved twice within a dwell"));
        }
    }

    [Fact]
    public void A_first_way_that_answers_probes_and_fails_calls_is_gone_back_to_ever_more_seldom()
    {
        for (var second = 0; second < 6 * 3600; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Hear(failed: At == "first");
            if (_ways.TryBeginProbe())
            {
                _ways.Probed(failed: false);
            }
        }

        // Without it there would be some 300: a dwell there, three probes and a dwell here.
        Assert.InRange(_moves.Count(move => move.To == "first"), 5, 30);
    }

    private string At => _ways.Current;

    private void Hear(bool failed) => _ways.Heard(_ways.Current, failed);

    private void Fail(int times)
    {
        for (var time = 0; time < times; time++)
        {
            Hear(failed: true);
        }
    }

    private void Probe(bool failed)
    {
        Assert.True(_ways.TryBeginProbe());
        _ways.Probed(failed);
        _clock.Advance(Rules.ProbeEvery);
    }
}

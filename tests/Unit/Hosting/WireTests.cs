using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Hosting.RateLimits;

namespace TradingPlatform.Unit.Hosting;

public sealed class WireTests
{
    [Fact]
    public void A_decimal_of_up_to_28_digits_reads_back_as_it_was_written_to_the_last_digit()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(
            ArbMap.Default.ArbFor<decimal>(),
            value =>
            {
                var text = value.ToString(CultureInfo.InvariantCulture);
                var digits = text.Count(char.IsAsciiDigit);
                return !WireDecimal.TryParse(Encoding.ASCII.GetBytes(text), out var read)
                    ? digits > WireDecimal.MaxDigits
                    : decimal.GetBits(read).SequenceEqual(decimal.GetBits(value)) || (read == 0 && value == 0);
            }));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0e999", "0")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    [InlineData("1e27", "1000000000000000000000000000")]
    [InlineData("100e-2", "1.00")]
    [InlineData("0.10000000000000000000000000000000", "0.1000000000000000000000000000")]
    public void An_amount_at_the_edge_is_read(string text, string value)
    {
        Assert.True(WireDecimal.TryParse(Encoding.ASCII.GetBytes(text), out var read));
        Assert.Equal(value, read.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1e28")]
    [InlineData("10000000000000000000000000000")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("1.00000000000000000000000000001")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("e5")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("-")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("00")]
    [InlineData("1e5 ")]
    [InlineData("1e--5")]
    public void An_amount_beyond_the_edge_is_not(string text) =>
        Assert.False(WireDecimal.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void An_enum_is_its_name_in_upper_case_words()
    {
        Assert.Equal(["STOP_LOSS_LIMIT", "GTC"], WireEnum.Words<Sample>());
        Assert.Equal("STOP_LOSS_LIMIT", WireEnum.Text(Sample.StopLossLimit));
        Assert.True(WireEnum.TryParse<Sample>("GTC", out var value));
        Assert.Equal(Sample.Gtc, value);
        Assert.False(WireEnum.TryParse<Sample>("gtc", out _));
        Assert.False(WireEnum.TryParse<Sample>("1", out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => WireEnum.Text(default(Sample)));
    }

    [Fact]
    public void A_secret_cannot_be_written_as_json()
    {
        var converter = new SecretJsonConverter();
        using var writer = new Utf8JsonWriter(new MemoryStream());
        Assert.Throws<NotSupportedException>(
            () => converter.Write(writer, new Secret("x"), JsonSerializerOptions.Default));
        Assert.Equal("***", $"{new Secret("x")}");
        Assert.Throws<InvalidOperationException>(() => default(Secret).Reveal());
    }

    [Fact]
    public void Every_problem_code_has_the_status_of_the_contract()
    {
        var expected = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["VALIDATION_FAILED"] = 400, ["UNAUTHENTICATED"] = 401, ["FORBIDDEN"] = 403, ["NOT_FOUND"] = 404,
            ["IDEMPOTENCY_KEY_REUSED"] = 422, ["RISK_REJECTED"] = 422, ["INSTRUMENT_RULE"] = 422,
            ["KILL_SWITCH_ACTIVE"] = 409, ["TRADING_RESTRICTED"] = 409, ["CONFLICT"] = 409,
            ["EXCHANGE_REJECTED"] = 422, ["INSUFFICIENT_BALANCE"] = 422, ["CREDENTIALS_INVALID"] = 422,
            ["EXCHANGE_UNAVAILABLE"] = 503, ["RATE_LIMIT_EXCEEDED"] = 429, ["INTERNAL"] = 500,
        };
        var actual = ProblemCode.All.Where(code => code.Status is not (413 or 405 or 504))
            .ToDictionary(code => code.Code, code => code.Status, StringComparer.Ordinal);
        Assert.Equal(
            expected.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            actual.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_sliding_window_tells_exactly_the_first_millisecond_at_which_an_attempt_passes()
    {
        var cases =
            from elapsed in Gen.Choose(0, SlidingWindow.Length - 1)
            from limit in Gen.Choose(1, 1000)
            from previous in Gen.Choose(0, limit)
            from current in Gen.Choose(0, limit)
            from amount in Gen.Choose(1, limit)
            select (elapsed, limit, previous, current, amount);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            bool Passes(long elapsed)
            {
                var window = new SlidingWindow(elapsed / SlidingWindow.Length, (int)(elapsed % SlidingWindow.Length));
                var (before, now) = window.Minute switch
                {
                    0 => (c.previous, c.current),
                    1 => (c.current, 0),
                    _ => (0, 0),
                };
                return now + window.Carried(before) + c.amount <= c.limit;
            }

            if (Passes(c.elapsed))
            {
                return true;
            }

            var wait = new SlidingWindow(0, c.elapsed).Refused(c.limit, c.amount, c.current, c.previous).Reset;
            var first = c.elapsed + (long)wait.TotalMilliseconds;
            return Passes(first) && !Passes(first - 1);
        }));
    }

    private enum Sample
    {
        StopLossLimit = 1,
        Gtc = 2,
    }
}

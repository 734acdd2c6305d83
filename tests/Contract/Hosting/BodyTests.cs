using System.Net.Http.Headers;
using System.Text;

namespace TradingPlatform.Contract.Hosting;

public sealed class BodyTests : IAsyncLifetime
{
    private SampleHost _host = null!;

    public async Task InitializeAsync() => _host = await SampleHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("\"0.00100000\"", "0.00100000")]
    [InlineData("0.00100000", "0.00100000")]
    [InlineData("1e-3", "0.001")]
    [InlineData("1E+3", "1000")]
    [InlineData("12345678901234567.12345678901", "12345678901234567.12345678901")]
    [InlineData("0.1", "0.1")]
    [InlineData("-5", "-5")]
    public async Task An_amount_comes_back_exactly_as_it_went_in(string sent, string answered)
    {
        var answer = await PostAsync($$"""{"quantity":{{sent}},"colour":"DARK_BLUE","name":"x"}""");
        Assert.Equal(201, answer.Status);
        Assert.Equal(answered, answer.Json.GetProperty("quantity").GetString());
        Assert.Equal("DARK_BLUE", answer.Json.GetProperty("colour").GetString());
    }

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"1_000\"")]
    [InlineData("\"1,5\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"+1\"")]
    [InlineData("\"\"")]
    [InlineData("\"0x10\"")]
    [InlineData("\"\\u0031\"")]
    [InlineData("1e999")]
    [InlineData("1e9999999999")]
    [InlineData("1e-29")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task An_amount_that_cannot_be_held_exactly_is_refused_by_name(string sent)
    {
        var answer = await PostAsync($$"""{"quantity":{{sent}},"colour":"RED","name":"x"}""");
        Assert.Equal((400, "VALIDATION_FAILED"), (answer.Status, answer.Code));
        Assert.Equal(["quantity"], answer.ErrorFields);
    }

    [Fact]
    public async Task A_number_of_ten_thousand_digits_is_refused_by_name()
    {
        var answer = await PostAsync($$"""{"quantity":{{new string('9', 10_000)}},"colour":"RED","name":"x"}""");
        Assert.Equal(400, answer.Status);
        Assert.Equal(["quantity"], answer.ErrorFields);
    }

    [Theory]
    [InlineData("""{"quantity":1,"colour":"GREEN","name":"x"}""", "colour")]
    [InlineData("""{"quantity":1,"colour":"red","name":"x"}""", "colour")]
    [InlineData("""{"quantity":1,"colour":1,"name":"x"}""", "colour")]
    [InlineData("""{"quantity":1,"colour":"RED","name":null}""", "name")]
    [InlineData("""{"quantity":1,"colour":"RED","name":5}""", "name")]
    [InlineData("""{"quantity":1,"colour":"RED","name":"\ud800"}""", "name")]
    [InlineData("""{"quantity":1,"colour":"RED","name":"x","count":99999999999}""", "count")]
    [InlineData("""{"quantity":1,"colour":"RED","name":"","parts":[{"weight":1},{"weight":"x"}]}""", "parts[1].weight")]
    [InlineData("""{"quantity":1,"colour":"RED","name":"x","at":"2026-01-08T10:30:00"}""", "at")]
    [InlineData("""{"quantity":1,"colour":"RED","name":"x","at":"yesterday"}""", "at")]
    [InlineData("""{"colour":"RED","name":"x"}""", "quantity")]
    public async Task A_field_that_is_not_valid_is_named(string json, string field)
    {
        var answer = await PostAsync(json);
        Assert.Equal((400, "VALIDATION_FAILED"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.ErrorFields);
    }

    [Fact]
    public async Task Every_missing_field_is_named()
    {
        var answer = await PostAsync("{}");
        Assert.Equal(["quantity", "colour", "name"], answer.ErrorFields);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    [InlineData("""{"quantity":1,"colour":"RED","name":"x"} {}""")]
    [InlineData("""{"quantity":1,"colour":"RED","name":"x",}""")]
    [InlineData("""{"quantity":1,/**/"colour":"RED","name":"x"}""")]
    [InlineData("""{"quantity":01,"colour":"RED","name":"x"}""")]
    [InlineData("""{"quantity":NaN,"colour":"RED","name":"x"}""")]
    [InlineData("""{'quantity':1}""")]
    public async Task A_body_that_is_no_json_object_is_refused(string json)
    {
        var answer = await PostAsync(json);
        Assert.Equal((400, "VALIDATION_FAILED"), (answer.Status, answer.Code));
        Assert.Equal(["body"], answer.ErrorFields);
    }

    [Fact]
    public async Task A_member_named_twice_is_refused()
    {
        var answer = await PostAsync("""{"quantity":1,"quantity":1000,"colour":"RED","name":"x"}""");
        Assert.Equal((400, "VALIDATION_FAILED"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_member_that_nobody_knows_is_ignored()
    {
        var answer = await PostAsync("""{"quantity":1,"colour":"RED","name":"x","later":{"a":[1]}}""");
        Assert.Equal(201, answer.Status);
    }

    [Fact]
    public async Task A_body_nested_too_deeply_is_refused()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        var answer = await PostAsync($$"""{"quantity":1,"colour":"RED","name":"x","later":{{deep}}}""");
        Assert.Equal((400, "VALIDATION_FAILED"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_refused_also_where_it_would_be_ignored()
    {
        byte[] json = [.. """{"quantity":1,"colour":"RED","name":"x","later":" """u8, 0xC3, 0x28, .. "\"}"u8];
        var answer = await _host.PostAsync("/v1/things", _host.Token(), json);
        Assert.Equal((400, "VALIDATION_FAILED"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task A_body_of_another_type_is_refused(string? type)
    {
        var content = new ByteArrayContent("""{"quantity":1,"colour":"RED","name":"x"}"""u8.ToArray());
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        var answer = await _host.SendAsync(HttpMethod.Post, "/v1/things", _host.Token(), content);
        Assert.Equal(400, answer.Status);
        Assert.Equal(["Content-Type"], answer.ErrorFields);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    public async Task A_body_that_says_it_is_utf8_is_read(string type)
    {
        var content = new ByteArrayContent("""{"quantity":1,"colour":"RED","name":"x"}"""u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var answer = await _host.SendAsync(HttpMethod.Post, "/v1/things", _host.Token(), content);
        Assert.Equal(201, answer.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_256_KiB_is_refused_whether_or_not_it_says_how_long_it_is(bool chunked)
    {
        HttpContent content = chunked
            ? new ChunkedContent(300 * 1024)
            : new ByteArrayContent(new byte[300 * 1024]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await _host.SendAsync(HttpMethod.Post, "/v1/things", _host.Token(), content);
        Assert.Equal((413, "VALIDATION_FAILED"), (answer.Status, answer.Code));
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_body_of_256_KiB_is_read()
    {
        const string Start = """{"quantity":1,"colour":"RED","name":"x","later":" """;
        var json = Start + new string('x', (256 * 1024) - Start.Length - 2) + "\"}";
        Assert.Equal(201, (await PostAsync(json)).Status);
        Assert.Equal(413, (await PostAsync(json + " ")).Status);
    }

    [Fact]
    public async Task A_time_is_answered_in_utc_with_milliseconds()
    {
        var answer = await PostAsync(
            """{"quantity":1,"colour":"RED","name":"x","at":"2026-01-08T12:30:00.1239+02:00"}""");
        Assert.Equal("2026-01-08T10:30:00.123Z", answer.Json.GetProperty("at").GetString());
    }

    [Fact]
    public async Task A_body_that_may_be_left_out_is_replaced_by_its_default()
    {
        var without = await _host.SendAsync(HttpMethod.Post, "/v1/optional", _host.Token());
        Assert.Equal("7", without.Json.GetProperty("quantity").GetString());
        var bad = await _host.PostAsync("/v1/optional", _host.Token(), "{");
        Assert.Equal(400, bad.Status);
    }

    private Task<Answer> PostAsync(string json) => _host.PostAsync("/v1/things", _host.Token(), json);

    private sealed class ChunkedContent(int length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            stream.WriteAsync(Encoding.ASCII.GetBytes(new string(' ', length))).AsTask();

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}

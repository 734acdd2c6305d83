namespace TradingPlatform.Contract.Hosting;

public sealed class PageTests : IAsyncLifetime
{
    private SampleHost _host = null!;

    public async Task InitializeAsync() => _host = await SampleHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_cursor_leads_to_the_page_it_was_given_for()
    {
        var token = _host.Token(tenant: "acme");
        var first = await _host.GetAsync("/v1/things", token);
        Assert.Equal("1.10", first.Json.GetProperty("items")[0].GetProperty("quantity").GetString());
        var second = await _host.GetAsync($"/v1/things?limit=200&cursor={Cursor(first)}", token);
        Assert.Equal(200, second.Status);
        Assert.NotEqual(Cursor(first), Cursor(second), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=-1")]
    [InlineData("limit=+5")]
    [InlineData("limit=5.0")]
    [InlineData("limit=")]
    [InlineData("limit=1&limit=2")]
    [InlineData("limit=99999999999999")]
    public async Task A_limit_outside_1_to_200_is_refused(string query)
    {
        var answer = await _host.GetAsync("/v1/things?" + query, _host.Token());
        Assert.Equal(400, answer.Status);
        Assert.Equal(["limit"], answer.ErrorFields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("a&cursor=b")]
    public async Task A_cursor_that_was_never_given_is_refused(string cursor)
    {
        var answer = await _host.GetAsync("/v1/things?cursor=" + cursor, _host.Token());
        Assert.Equal(400, answer.Status);
        Assert.Equal(["cursor"], answer.ErrorFields);
    }

    [Fact]
    public async Task A_cursor_of_another_tenant_is_refused()
    {
        var theirs = Cursor(await _host.GetAsync("/v1/things", _host.Token(tenant: "acme")));
        var answer = await _host.GetAsync("/v1/things?cursor=" + theirs, _host.Token(tenant: "other"));
        Assert.Equal(400, answer.Status);
    }

    private static string Cursor(Answer answer) => answer.Json.GetProperty("nextCursor").GetString()!;
}

using System.Net.Sockets;
using System.Text;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Contract.Hosting;

public sealed class PipelineTests : IAsyncLifetime
{
    private SampleHost _host = null!;

    public async Task InitializeAsync() => _host = await SampleHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_sane_correlation_id_is_taken_and_stands_in_answer_error_and_log()
    {
        var answer = await _host.GetAsync("/v1/fail", _host.Token(), ("X-Correlation-Id", "abc-1_2"));
        Assert.Equal("abc-1_2", answer.Headers["X-Correlation-Id"]);
        Assert.Equal("abc-1_2", answer.Json.GetProperty("correlationId").GetString());
        Assert.All(
            _host.Logs.Lines.Where(line => line.Contains("RequestEdge", StringComparison.Ordinal)),
            line => Assert.Contains("\"correlationId\":\"abc-1_2\"", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("a\"b")]
    [InlineData("../../etc")]
    [InlineData("id,id2")]
    public async Task A_correlation_id_that_is_not_sane_is_replaced(string given)
    {
        var answer = await _host.GetAsync("/healthz", null, ("X-Correlation-Id", given));
        Assert.Matches("^[0-9a-f]{32}$", answer.Headers["X-Correlation-Id"]);
    }

    [Fact]
    public async Task A_correlation_id_of_65_characters_is_replaced()
    {
        var answer = await _host.GetAsync("/healthz", null, ("X-Correlation-Id", new string('a', 65)));
        Assert.Matches("^[0-9a-f]{32}$", answer.Headers["X-Correlation-Id"]);
    }

    [Theory]
    [InlineData("X-Correlation-Id: a\rX-Evil: 1")]
    [InlineData("X-Correlation-Id: a\0b")]
    [InlineData("X-Correlation-Id: a\u0001b")]
    public async Task A_header_with_control_characters_never_comes_back(string header)
    {
        var text = await RawAsync($"GET /healthz HTTP/1.1\r\nHost: x\r\n{header}\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("Evil", text, StringComparison.OrdinalIgnoreCase);
        // One that the host makes has 32 hexadecimal digits, and may begin with an a too.
        Assert.DoesNotMatch("(?i)X-Correlation-Id: (?![0-9a-f]{32}\\r)", text);
    }

    [Fact]
    public async Task A_huge_header_is_refused_and_the_host_goes_on()
    {
        var text = await RawAsync($"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: {new string('a', 100_000)}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 431", text, StringComparison.Ordinal);
        Assert.Equal(200, (await _host.GetAsync("/healthz")).Status);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        foreach (var path in new[] { "/healthz", "/v1/who", "/v1/fail", "/nowhere", "/openapi/v1.json" })
        {
            var answer = await _host.GetAsync(path, _host.Token());
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("DENY", answer.Headers["X-Frame-Options"]);
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Headers["Content-Security-Policy"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            Assert.False(answer.Headers.ContainsKey("Server"));
        }
    }

    [Fact]
    public async Task A_fault_answers_INTERNAL_and_neither_answer_nor_log_holds_its_text()
    {
        var answer = await _host.GetAsync("/v1/fail", _host.Token());
        Assert.Equal((500, "INTERNAL"), (answer.Status, answer.Code));
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        Assert.DoesNotContain(SampleModule.Canary, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.False(_host.Logs.Hold(SampleModule.Canary));
        var error = Assert.Single(
            _host.Logs.Lines, line => line.Contains("\"level\":\"ERROR\"", StringComparison.Ordinal));
        Assert.Contains("System.InvalidOperationException", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "NOT_FOUND")]
    [InlineData("GET", "/v1/nowhere", 404, "NOT_FOUND")]
    [InlineData("DELETE", "/v1/who", 405, "NOT_FOUND")]
    [InlineData("POST", "/healthz", 405, "NOT_FOUND")]
    [InlineData("GET", "/v1/who/%2e%2e/%ff", 404, "NOT_FOUND")]
    public async Task A_path_or_method_that_is_not_there_answers_a_problem(
        string method, string path, int status, string code)
    {
        var answer = await _host.SendAsync(new HttpMethod(method), path, _host.Token());
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_problem_has_the_members_of_the_contract_and_those_of_its_code()
    {
        var answer = await _host.GetAsync("/v1/problem", _host.Token(), ("X-Correlation-Id", "c1"));
        Assert.Equal(422, answer.Status);
        Assert.Equal(
            """
            {"type":"urn:trading-platform:problem:risk-rejected","title":"A risk limit does not allow this order",
            "status":422,"detail":"Two rules refuse.","code":"RISK_REJECTED","retryable":false,"correlationId":"c1",
            "violations":[{"rule":"maxOrderNotional","limit":"1000","actual":"1200.50"},
            {"rule":"symbolWhitelist","limit":null,"actual":"X-Y"}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            answer.Text);
    }

    [Fact]
    public async Task A_request_leaves_one_line_with_its_route_pattern_and_never_its_path()
    {
        await _host.GetAsync("/v1/things?cursor=" + SampleModule.Canary, _host.Token(Role.Viewer, tenant: "acme"));
        var line = Assert.Single(
            _host.Logs.Lines, line => line.Contains("\"eventId\":1001", StringComparison.Ordinal));
        Assert.Contains("\"operation\":\"GET /v1/things\"", line, StringComparison.Ordinal);
        Assert.Contains("\"tenantId\":\"acme\"", line, StringComparison.Ordinal);
        Assert.Contains("\"status\":400", line, StringComparison.Ordinal);
        Assert.False(_host.Logs.Hold(SampleModule.Canary));
    }

    [Fact]
    public async Task A_secret_is_a_mask_in_every_log_line()
    {
        var answer = await _host.PostAsync(
            "/v1/keys", _host.Token(), $$"""{"label":"Main","apiSecret":"{{SampleModule.Canary}}"}""");
        Assert.Equal(204, answer.Status);
        Assert.Contains(_host.Logs.Lines, line => line.Contains("Linking Main using ***", StringComparison.Ordinal));
        Assert.False(_host.Logs.Hold(SampleModule.Canary));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_is_no_error()
    {
        using var cancellation = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/wait");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _host.Token());
        var sent = _host.Client.SendAsync(request, cancellation.Token);
        await SampleModule.Waiting.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        var line = await _host.Logs.FirstAsync("GET /v1/wait");
        Assert.Contains("\"status\":499", line, StringComparison.Ordinal);
        Assert.DoesNotContain(_host.Logs.Lines, each => each.Contains("ERROR", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_api_page_is_served_and_may_run()
    {
        var answer = await _host.GetAsync("/docs/index.html");
        Assert.Equal(200, answer.Status);
        Assert.Contains("swagger", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'self'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_host.Client.BaseAddress!.Host, _host.Client.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var text = new StringBuilder();
        var buffer = new char[4096];
        try
        {
            for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
            {
                text.Append(buffer, 0, read);
            }
        }
        catch (IOException)
        {
            // The host cut the connection after its answer, because it did not read all of the request.
        }

        return text.ToString();
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Hosting.Health;

namespace TradingPlatform.Contract.Hosting;

public sealed class HostTests : IAsyncLifetime
{
    private SampleHost _host = null!;

    public async Task InitializeAsync() => _host = await SampleHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_host_whose_checks_pass_is_ready()
    {
        var answer = await _host.GetAsync("/healthz");
        Assert.Equal((200, """{"status":"ok","checks":{}}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_host_with_a_failing_check_is_not_ready_and_does_not_say_why_in_the_exceptions_words()
    {
        await using var host = await SampleHost.StartAsync(services => services
            .AddSingleton(new HealthCheck("store", _ => Task.FromResult<string?>(null)))
            .AddSingleton(new HealthCheck("clock", _ => Task.FromResult<string?>("8 s off")))
            .AddSingleton(new HealthCheck("vault", _ => throw new IOException(SampleModule.Canary))));
        var answer = await host.GetAsync("/healthz");
        Assert.Equal(503, answer.Status);
        Assert.Equal(
            """{"status":"failing","checks":{"store":"ok","clock":"8 s off","vault":"failed"}}""", answer.Text);
    }

    [Fact]
    public async Task The_document_describes_the_routes_and_the_conventions()
    {
        var answer = await _host.GetAsync("/openapi/v1.json");
        Assert.Equal(200, answer.Status);
        var paths = answer.Json.GetProperty("paths");
        foreach (var path in new[] { "/v1/things", "/v1/who", "/v1/bulk/{orders}", "/healthz", "/dev/token" })
        {
            Assert.True(paths.TryGetProperty(path, out _), path);
        }

        var post = paths.GetProperty("/v1/things").GetProperty("post");
        Assert.Equal("Idempotency-Key", post.GetProperty("parameters")[0].GetProperty("name").GetString());
        Assert.True(post.GetProperty("security")[0].TryGetProperty("bearer", out _));
        Assert.True(post.GetProperty("responses").GetProperty("default").GetProperty("content")
            .TryGetProperty("application/problem+json", out _));
        Assert.False(paths.GetProperty("/healthz").GetProperty("get").TryGetProperty("security", out _));
        var schemas = answer.Json.GetProperty("components").GetProperty("schemas");
        Assert.True(schemas.GetProperty("Problem").GetProperty("properties").TryGetProperty("violations", out _));
        var thing = schemas.GetProperty("ThingRequest").GetProperty("properties");
        Assert.Equal("string", thing.GetProperty("quantity").GetProperty("type").GetString());
        Assert.Equal("decimal", thing.GetProperty("quantity").GetProperty("format").GetString());
        Assert.Contains("DARK_BLUE", answer.Text, StringComparison.Ordinal);
        Assert.Contains("FULL_SQUARE", answer.Text, StringComparison.Ordinal);
        var queries = paths.GetProperty("/v1/things").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Select(parameter => parameter.GetProperty("name").GetString());
        Assert.Equal("limit cursor", string.Join(' ', queries));
    }

    [Fact]
    public async Task A_bad_message_fails_alone_and_one_in_order_takes_those_after_it_along()
    {
        var events = _host.Services.GetRequiredService<EventDispatcher>();
        QueueMessage Message(string id, string? group) => new(id, id.StartsWith('b') ? "bad" : "good", 1, group);
        var failed = await events.RunQueueAsync(
            "jobs", [Message("a", null), Message("b", null), Message("c", null)], CancellationToken.None);
        Assert.Equal(["b"], failed);
        failed = await events.RunQueueAsync(
            "jobs", [Message("a", "g"), Message("b", "g"), Message("c", "g")], CancellationToken.None);
        Assert.Equal(["b", "c"], failed);
        Assert.False(_host.Logs.Hold(SampleModule.Canary));
        Assert.Equal(2, _host.Logs.Lines.Count(line => line.Contains("\"eventId\":1102", StringComparison.Ordinal)));
        Assert.Contains(_host.Logs.Lines, line =>
            line.Contains("\"operation\":\"queue jobs\"", StringComparison.Ordinal)
            && line.Contains("\"correlationId\":\"a\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_stops_at_its_first_failure()
    {
        var events = _host.Services.GetRequiredService<EventDispatcher>();
        ItemChange Change(string sequence, string sort) => new(sequence, new ItemKey("TENANT#t1", sort), null, null);
        Assert.Equal("2", await events.RunStreamAsync(
            "outbox", [Change("1", "ok"), Change("2", "bad"), Change("3", "bad")], CancellationToken.None));
        Assert.Null(await events.RunStreamAsync("outbox", [Change("1", "ok")], CancellationToken.None));
    }

    [Fact]
    public async Task An_event_that_nobody_serves_fails()
    {
        var events = _host.Services.GetRequiredService<EventDispatcher>();
        var scheduled = new ScheduledEvent("e1", "nobody", _host.Clock.GetUtcNow(), "{}");
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => events.RunScheduleAsync(scheduled, CancellationToken.None));
        Assert.Equal(["m1"], await events.RunQueueAsync("nobody", [new("m1", "", 1, null)], CancellationToken.None));
    }

    [Fact]
    public void Two_handlers_under_one_name_are_a_mistake()
    {
        var routes = new EventRoutes().OnSchedule("sweep", (_, _, _) => Task.CompletedTask);
        Assert.Throws<InvalidOperationException>(() => routes.OnSchedule("sweep", (_, _, _) => Task.CompletedTask));
    }

    [Theory]
    [InlineData("[admin trader]", Role.Admin)]
    [InlineData("viewer,trader", Role.Trader)]
    [InlineData("[\"viewer\",\"other\"]", Role.Viewer)]
    [InlineData("administrators", default(Role))]
    public void Behind_the_gateway_groups_are_one_text(string groups, Role role)
    {
        var identity = new GatewayClaims().Identify(Behind("pro", groups));
        Assert.Equal(new Identity(TenantId.Parse("t1"), "u1", role, Tier.Pro), identity);
    }

    [Fact]
    public void Behind_the_gateway_no_token_is_without_limits_and_no_claims_are_nobody()
    {
        Assert.Null(new GatewayClaims().Identify(Behind("unlimited", "admin")));
        Assert.Null(new GatewayClaims().Identify(new DefaultHttpContext()));
    }

    [Fact]
    public void A_setting_that_makes_no_sense_is_found_at_start()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hosting:ExportMetrics"] = "maybe" }).Build();
        Assert.Throws<InvalidOperationException>(() => HostingSettings.Read(configuration, "x"));
    }

    [Fact]
    public async Task A_function_runs_as_a_host_of_its_own()
    {
        await using var app = FunctionHost.Build<SampleModule>(
            ["--urls", "http://127.0.0.1:0"],
            (services, _) => services.AddSingleton(LocalTokenKey.Ephemeral()));
        Assert.Equal("Sample", app.Services.GetRequiredService<HostedFunction>().Name);
        Assert.Equal("jobs", Assert.Single(app.Services.GetRequiredService<EventRoutes>().Names<QueueMessage>()));
    }

    [Fact]
    public void A_service_that_cannot_be_made_is_found_when_the_host_is_built() =>
        Assert.Throws<AggregateException>(() => FunctionHost.Build<SampleModule>(
            [], (services, _) => services.AddSingleton<NeedsWhatIsNotThere>()));

    private static DefaultHttpContext Behind(string tier, string groups) => new()
    {
        User = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim("sub", "u1"),
                new Claim("custom:tenant_id", "t1"),
                new Claim("custom:tier", tier),
                new Claim("cognito:groups", groups),
            ],
            "AuthorizerIdentity")),
    };

    private sealed class NeedsWhatIsNotThere(IItemStore store)
    {
        public IItemStore Store { get; } = store;
    }
}

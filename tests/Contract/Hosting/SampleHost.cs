using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.Logs;
using TradingPlatform.Hosting.OpenApi;

namespace TradingPlatform.Contract.Hosting;

/// <summary>
/// A whole host on a free port, over real sockets, with the sample function and a clock that stands still.
/// </summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _tenants;

    private SampleHost(WebApplication app, SteppedClock clock, CapturedLogs logs)
    {
        (_app, Clock, Logs) = (app, clock, logs);
        var server = app.Services.GetRequiredService<IServer>();
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    internal SteppedClock Clock { get; }

    internal CapturedLogs Logs { get; }

    internal HttpClient Client { get; }

    internal IServiceProvider Services => _app.Services;

    internal static async Task<SampleHost> StartAsync(Action<IServiceCollection>? adapters = null)
    {
        var clock = new SteppedClock(new DateTimeOffset(2026, 1, 8, 10, 30, 0, TimeSpan.Zero));
        var builder = PlatformHosting.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(LocalTokenKey.Ephemeral());
        adapters?.Invoke(builder.Services);
        builder.Services.AddPlatformHosting(builder.Configuration, "test");
        builder.Services.AddFunction<SampleModule>(builder.Configuration);
        var logs = new CapturedLogs(new PlatformLogFormatter(clock, new HostingSettings { Service = "test" }));
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        var app = builder.Build().UsePlatformHosting();
        app.MapDevToken();
        app.UseApiPage();
        await app.StartAsync();
        return new SampleHost(app, clock, logs);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>A token of a tenant of its own, unless one is named.</summary>
    internal string Token(Role role = Role.Trader, Tier tier = Tier.Unlimited, string? tenant = null) =>
        Services.GetRequiredService<LocalTokens>().Issue(
            TenantId.Parse(tenant ?? $"t{Interlocked.Increment(ref _tenants)}"), "u1", [role], tier);

    internal async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        string? token = null,
        HttpContent? content = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        var headerMap = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(pair => pair.Key, pair => string.Join(",", pair.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headerMap, await response.Content.ReadAsStringAsync());
    }

    internal Task<Answer> GetAsync(string path, string? token = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, token, null, headers);

    internal Task<Answer> PostAsync(string path, string? token, string json) =>
        PostAsync(path, token, Encoding.UTF8.GetBytes(json));

    internal Task<Answer> PostAsync(string path, string? token, byte[] json) => SendAsync(
        HttpMethod.Post,
        path,
        token,
        new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } });
}

internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    internal JsonElement Json => JsonDocument.Parse(Text).RootElement;

    internal string Code => Json.GetProperty("code").GetString()!;

    internal string[] ErrorFields => [.. Json.GetProperty("errors").EnumerateObject().Select(member => member.Name)];
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Contract.Hosting;
using TradingPlatform.Contract.Storage;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Storage;
using TradingPlatform.Embedded.Storage;
using TradingPlatform.Embedded.Vault;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Hosting.InternalCalls;

namespace TradingPlatform.Contract.InternalCalls;

/// <summary>One function calls another, over real sockets; each has a cache of its own over one vault.</summary>
public sealed class InternalCallTests : IAsyncLifetime
{
    private static readonly SecretName Secret = SecretName.ForPlatform("internal-requests");

    private readonly TemporaryFolder _folder = new();
    private readonly RandomSecretSource _source = new();
    private readonly RandomIdSource _ids = new();
    private FileVault _vault = null!;
    private SqliteItemStore _store = null!;
    private SampleHost _host = null!;
    private HttpClient _caller = null!;
    private Recorder _wire = null!;

    public async Task InitializeAsync()
    {
        _vault = FileVault.Open(Path.Combine(_folder.Path, "vault"));
        _host = await SampleHost.StartAsync(services =>
        {
            services.AddSingleton<IItemStore>(provider => _store = SqliteItemStore.Open(
                Path.Combine(_folder.Path, "items.db"), provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<ISecretVault>(_vault);
            services.AddSingleton(new HostedFunction("Inner", new InnerModule()));
            services.AddInternalCalls();
        });
        _wire = new Recorder { InnerHandler = new SocketsHttpHandler() };
        _caller = NewCaller(_wire);
    }

    public async Task DisposeAsync()
    {
        _caller.Dispose();
        await _host.DisposeAsync();
        await _store.DisposeAsync();
        await _vault.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_signed_call_is_let_in_with_its_body_and_the_name_of_its_function()
    {
        using var answer = await _caller.PostAsync("/internal/echo?a=1%20b", new StringContent("hello"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Caller: hello", await answer.Content.ReadAsStringAsync());
        using var empty = await _caller.GetAsync("/internal/echo");
        Assert.Equal("Caller: ", await empty.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nobody_else_is_let_in_whatever_the_header_says()
    {
        (await _caller.GetAsync("/internal/echo")).Dispose();
        var good = _wire.Sent[^1].Header;
        Assert.Equal(401, (await _host.GetAsync("/internal/echo")).Status);
        Assert.Equal(401, (await _host.GetAsync("/internal/echo", _host.Token())).Status);
        foreach (var header in new[]
        {
            "", "TP1-HMAC-SHA256", "TP1-HMAC-SHA256 ", "TP1-HMAC-SHA256 ,,,,", new string('a', 5000),
            good.Replace("signature=", "signature=A", StringComparison.Ordinal), good[..^1],
            good.Replace("function=Caller", "function=Orders", StringComparison.Ordinal),
            good.Replace("nonce=", "nonce=x", StringComparison.Ordinal),
            good.Replace("time=1", "time=-1", StringComparison.Ordinal),
            good.Replace("time=", "time=99999999999999999999", StringComparison.Ordinal),
            good.Replace("key=", "key=../", StringComparison.Ordinal), good + ",more=1", good.ToLowerInvariant(),
        })
        {
            Assert.Equal(401, (await _host.GetAsync("/internal/echo", null, ("Authorization", header))).Status);
        }
    }

    [Fact]
    public async Task A_signature_is_good_for_its_own_method_target_and_body_alone()
    {
        var header = await SignedAsync(HttpMethod.Post, "/internal/echo?a=1", "body");
        foreach (var (method, target, body) in new[]
        {
            (HttpMethod.Put, "/internal/echo?a=1", "body"), (HttpMethod.Post, "/internal/echo?a=2", "body"),
            (HttpMethod.Post, "/internal/echo", "body"), (HttpMethod.Post, "/internal/echo?a=1", "bodY"),
            (HttpMethod.Post, "/internal/echo?a=1", ""), (HttpMethod.Post, "/internal/./echo?a=1", "other"),
        })
        {
            Assert.Equal(401, await ReplayAsync(method, target, body, header));
        }

        Assert.Equal(200, await ReplayAsync(HttpMethod.Post, "/internal/echo?a=1", "body", header));
    }

    [Fact]
    public async Task A_call_that_comes_again_is_refused_also_two_hundred_times_at_once()
    {
        var header = await SignedAsync(HttpMethod.Get, "/internal/echo", null);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            _ => ReplayAsync(HttpMethod.Get, "/internal/echo", null, header)));
        Assert.Single(answers, 200);
        Assert.Equal(199, answers.Count(status => status == 401));
        // While it would still be good by its time, its nonce is still known.
        _host.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(401, await ReplayAsync(HttpMethod.Get, "/internal/echo", null, header));
    }

    [Fact]
    public async Task A_signature_that_is_too_old_or_of_the_future_is_refused()
    {
        var header = await SignedAsync(HttpMethod.Get, "/internal/echo", null);
        _host.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(401, await ReplayAsync(HttpMethod.Get, "/internal/echo", null, header));
        var later = await SignedAsync(HttpMethod.Get, "/internal/echo", null);
        _host.Clock.Advance(TimeSpan.FromSeconds(-61));
        Assert.Equal(401, await ReplayAsync(HttpMethod.Get, "/internal/echo", null, later));
    }

    [Fact]
    public async Task While_the_secret_rotates_callers_with_either_version_are_let_in()
    {
        using var before = await _caller.GetAsync("/internal/echo");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await RotateAsync();
        // The one side has the new version, the other has not heard of it; then the other way round.
        using var fresh = NewCaller(new SocketsHttpHandler());
        using var withNew = await fresh.GetAsync("/internal/echo");
        Assert.Equal(HttpStatusCode.OK, withNew.StatusCode);
        using var withOld = await _caller.GetAsync("/internal/echo");
        Assert.Equal(HttpStatusCode.OK, withOld.StatusCode);
    }

    [Fact]
    public async Task A_version_that_is_two_rotations_old_is_refused_and_strangers_do_not_wear_the_vault_out()
    {
        using var before = await _caller.GetAsync("/internal/echo");
        await RotateAsync();
        await RotateAsync();
        using var fresh = NewCaller(new SocketsHttpHandler());
        using var withNew = await fresh.GetAsync("/internal/echo");
        Assert.Equal(HttpStatusCode.OK, withNew.StatusCode);
        using var withOld = await _caller.GetAsync("/internal/echo");
        Assert.Equal(HttpStatusCode.Unauthorized, withOld.StatusCode);
        var reads = await ReadsAsync();
        for (var i = 0; i < 50; i++)
        {
            using var again = await _caller.GetAsync("/internal/echo");
            Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        }

        Assert.Equal(reads, await ReadsAsync());
    }

    // Every reading of the vault is on record.
    private async Task<int> ReadsAsync()
    {
        var page = await _store.QueryAsync(
            new ItemQuery(TableKeys.PlatformSecret(Secret.Path)) { Limit = 1000 }, CancellationToken.None);
        return page.Items.Count;
    }

    private Task RotateAsync() =>
        _vault.SealAsync(Secret, _source.NewSecret(), _ids.NewId(), CancellationToken.None);

    private HttpClient NewCaller(HttpMessageHandler wire)
    {
        var call = new Call();
        var secrets = new PlatformSecrets(
            _vault, new SecretTrail(_host.Services.GetRequiredService<IItemStore>(), call, _ids, _host.Clock), _source,
            _ids, _host.Clock);
        return new HttpClient(new InternalCallSigner(secrets, call, _ids, _host.Clock) { InnerHandler = wire })
        {
            BaseAddress = _host.Client.BaseAddress,
        };
    }

    private async Task<string> SignedAsync(HttpMethod method, string target, string? body)
    {
        _wire.IsHeld = true;
        using var request = new HttpRequestMessage(method, target)
        {
            Content = body is null ? null : new StringContent(body),
        };
        (await _caller.SendAsync(request)).Dispose();
        _wire.IsHeld = false;
        return _wire.Sent[^1].Header;
    }

    private async Task<int> ReplayAsync(HttpMethod method, string target, string? body, string header) =>
        (await _host.SendAsync(
            method, target, null, body is null ? null : new StringContent(body), ("Authorization", header))).Status;

    private sealed class Call : ICurrentCall
    {
        public string Function => "Caller";

        public string CorrelationId => "c1";
    }

    /// <summary>Keeps what is sent; held, it sends nothing on.</summary>
    private sealed class Recorder : DelegatingHandler
    {
        public bool IsHeld { get; set; }

        public List<(string Target, string Header)> Sent { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add((request.RequestUri!.PathAndQuery, request.Headers.Authorization!.ToString()));
            return IsHeld
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK))
                : base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class InnerModule : IFunctionModule
    {
        public static string Name => "Inner";

        public void AddServices(IServiceCollection services, IConfiguration configuration)
        {
        }

        public void MapRoutes(IEndpointRouteBuilder routes) => routes.MapMethods(
            "/internal/echo", ["GET", "POST", "PUT"], async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body);
                return $"{context.Features.Get<InternalCaller>()!.Function}: {await reader.ReadToEndAsync()}";
            }).RequireInternalCaller();

        public void MapEvents(EventRoutes events)
        {
        }
    }
}

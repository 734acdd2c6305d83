using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Auth;

namespace TradingPlatform.Contract.Hosting;

public sealed class AuthTests : IAsyncLifetime
{
    private SampleHost _host = null!;

    public async Task InitializeAsync() => _host = await SampleHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_good_token_names_the_caller()
    {
        var answer = await _host.GetAsync(
            "/v1/who", _host.Token(Role.Admin, Tier.Pro, "acme"), ("X-Correlation-Id", "c1"));
        Assert.Equal(
            """{"tenant":"acme","user":"u1","role":"Admin","tier":"Pro","correlationId":"c1"}""", answer.Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("....")]
    public async Task No_token_or_a_bad_one_answers_401(string? token)
    {
        var answer = await _host.GetAsync("/v1/who", token);
        Assert.Equal((401, "UNAUTHENTICATED"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("/v1/nowhere")]
    [InlineData("/V1/who")]
    [InlineData("/v1")]
    public async Task What_there_is_below_v1_is_not_told_to_strangers(string path) =>
        Assert.Equal(401, (await _host.GetAsync(path)).Status);

    [Fact]
    public async Task A_token_that_was_changed_is_refused()
    {
        var parts = _host.Token(Role.Viewer).Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]))
            .Replace("viewer", "admin", StringComparison.Ordinal);
        var forged = $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{parts[2]}";
        Assert.Equal(401, (await _host.GetAsync("/v1/who", forged)).Status);
        Assert.Equal(401, (await _host.GetAsync("/v1/who", $"{parts[0]}.{parts[1]}.{parts[2]}=")).Status);
        Assert.Equal(401, (await _host.GetAsync("/v1/who", $"{parts[0]}.{parts[1]}.")).Status);
        Assert.Equal(401, (await _host.GetAsync("/v1/who", $"{parts[0]}.{parts[1]}")).Status);
        Assert.Equal(200, (await _host.GetAsync("/v1/who", string.Join('.', parts))).Status);
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""", true)]
    [InlineData("""{"alg":"None"}""", true)]
    [InlineData("""{"alg":"none"}""", false)]
    [InlineData("""{"alg":"HS512"}""", true)]
    [InlineData("""{"alg":"RS256"}""", true)]
    [InlineData("""{"typ":"JWT"}""", true)]
    [InlineData("""{"alg":"none","alg":"HS256"}""", true)]
    [InlineData("""{"alg":"HS256","crit":["exp"]}""", true)]
    [InlineData("""{"alg":["HS256"]}""", true)]
    public async Task A_token_of_another_algorithm_is_refused_even_where_its_signature_would_fit(
        string header, bool signed)
    {
        var token = Sign(header, _host.Token().Split('.')[1], signed);
        Assert.Equal(401, (await _host.GetAsync("/v1/who", token)).Status);
    }

    [Theory]
    [InlineData("exp", null)]
    [InlineData("exp", "\"9999999999\"")]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "99999999999999999")]
    [InlineData("nbf", "9999999999")]
    [InlineData("iss", "\"someone\"")]
    [InlineData("sub", null)]
    [InlineData("sub", "\"a b\"")]
    [InlineData("sub", "\"a\\r\\nb\"")]
    [InlineData("custom:tenant_id", null)]
    [InlineData("custom:tenant_id", "\"t1#x\"")]
    [InlineData("custom:tenant_id", "17")]
    [InlineData("custom:tier", "\"gold\"")]
    public async Task A_claim_that_is_missing_or_cannot_be_understood_refuses_the_token(string name, string? value)
    {
        Assert.Equal(401, (await _host.GetAsync("/v1/who", WithClaim(name, value))).Status);
    }

    [Theory]
    [InlineData("[\"viewer\",\"trader\"]", "Trader")]
    [InlineData("\"admin\"", "Admin")]
    [InlineData("[\"some-pool_Google\",\"viewer\"]", "Viewer")]
    public async Task Groups_are_a_word_or_a_list_and_the_highest_role_counts(string groups, string role)
    {
        var answer = await _host.GetAsync("/v1/who", WithClaim("cognito:groups", groups));
        Assert.Equal(role, answer.Json.GetProperty("role").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("[\"Admin\",\"root\"]")]
    public async Task A_token_without_a_role_of_ours_may_do_nothing(string? groups)
    {
        var answer = await _host.GetAsync("/v1/who", WithClaim("cognito:groups", groups));
        Assert.Equal((403, "FORBIDDEN"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_token_ends_at_its_time_also_where_it_was_seen_before()
    {
        var token = _host.Token();
        Assert.Equal(200, (await _host.GetAsync("/v1/who", token)).Status);
        _host.Clock.Advance(LocalTokens.Lifetime + LocalTokens.Skew - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await _host.GetAsync("/v1/who", token)).Status);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await _host.GetAsync("/v1/who", token)).Status);
    }

    [Theory]
    [InlineData(Role.Viewer, "GET", "/v1/who", 200)]
    [InlineData(Role.Viewer, "PUT", "/v1/limits", 403)]
    [InlineData(Role.Trader, "PUT", "/v1/limits", 403)]
    [InlineData(Role.Admin, "PUT", "/v1/limits", 204)]
    [InlineData(Role.Viewer, "POST", "/v1/things", 403)]
    [InlineData(Role.Trader, "POST", "/v1/things", 400)]
    [InlineData(Role.Admin, "POST", "/v1/things", 400)]
    public async Task An_endpoint_serves_its_role_and_those_above(Role role, string method, string path, int status) =>
        Assert.Equal(status, (await _host.SendAsync(new HttpMethod(method), path, _host.Token(role))).Status);

    [Fact]
    public async Task The_dev_token_works_and_carries_what_was_asked_for()
    {
        var answer = await _host.PostAsync(
            "/dev/token", null, """{"tenantId":"t9","userId":"u9","roles":["trader"],"tier":"unlimited"}""");
        Assert.Equal(200, answer.Status);
        Assert.Equal(3600, answer.Json.GetProperty("expiresIn").GetInt32());
        var who = await _host.GetAsync("/v1/who", answer.Json.GetProperty("accessToken").GetString());
        Assert.Equal("t9", who.Json.GetProperty("tenant").GetString());
        Assert.Equal("Unlimited", who.Json.GetProperty("tier").GetString());
    }

    [Theory]
    [InlineData("""{"tenantId":"t 1","userId":"u1","roles":["trader"],"tier":"free"}""", "tenantId")]
    [InlineData("""{"tenantId":"t1","userId":"","roles":["trader"],"tier":"free"}""", "userId")]
    [InlineData("""{"tenantId":"t1","userId":"u1","roles":["god"],"tier":"free"}""", "roles")]
    [InlineData("""{"tenantId":"t1","userId":"u1","roles":[],"tier":"free"}""", "roles")]
    [InlineData("""{"tenantId":"t1","userId":"u1","roles":["admin"],"tier":"gold"}""", "tier")]
    [InlineData("""{"tenantId":"t1","userId":"u1","roles":["admin"]}""", "tier")]
    public async Task A_dev_token_that_makes_no_sense_is_refused(string json, string field)
    {
        var answer = await _host.PostAsync("/dev/token", null, json);
        Assert.Equal(400, answer.Status);
        Assert.Equal([field], answer.ErrorFields);
    }

    [Fact]
    public async Task A_dev_token_is_not_for_a_web_page_that_points_its_own_name_here()
    {
        var content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        var answer = await _host.SendAsync(HttpMethod.Post, "/dev/token", null, content, ("Host", "evil.example"));
        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public void The_key_is_made_once_and_only_its_owner_may_read_it()
    {
        var folder = Directory.CreateTempSubdirectory("hosting-").FullName;
        try
        {
            var clock = _host.Clock;
            var issued = new LocalTokens(LocalTokenKey.LoadOrCreate(folder), clock)
                .Issue(TenantId.Parse("t1"), "u1", [Role.Viewer], Tier.Free);
            var again = new LocalTokens(LocalTokenKey.LoadOrCreate(folder), clock);
            Assert.NotNull(again.Verify(Encoding.ASCII.GetBytes(issued)));
            var file = Assert.Single(Directory.GetFiles(folder));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string WithClaim(string name, string? value)
    {
        var parts = _host.Token().Split('.');
        var claims = System.Text.Json.Nodes.JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        claims.Remove(name);
        if (value is not null)
        {
            claims[name] = System.Text.Json.Nodes.JsonNode.Parse(value);
        }

        return Sign("""{"alg":"HS256","typ":"JWT"}""", Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(claims.ToJsonString())), signed: true);
    }

    private string Sign(string header, string payload, bool signed)
    {
        var text = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "." + payload;
        var key = _host.Services.GetRequiredService<LocalTokenKey>();
        return text + "." + (signed ? Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(text))) : "");
    }
}

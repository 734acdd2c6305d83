using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.AspNetCoreServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TradingPlatform.Contract.Lambda;

public sealed class HttpApiTests
{
    [Theory]
    [InlineData("prod", "/prod/v1/orders", "/prod|/v1/orders")]
    [InlineData("prod", "/prod", "/prod|/")]
    [InlineData("prod", "/production/v1", "|/production/v1")]
    [InlineData("$default", "/v1/orders", "|/v1/orders")]
    [InlineData("$default", "/v1/a%20b%2Fc", "|/v1/a b%2Fc")]
    public async Task The_stage_in_the_path_is_the_base(string stage, string path, string expected)
    {
        await using var app = await StartAsync(web => web.Run(http =>
            http.Response.WriteAsync($"{http.Request.PathBase.Value}|{http.Request.Path.Value}")));

        var answer = await app.AnswerAsync(Event("GET", path, stage));

        Assert.Equal(expected, answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task Query_headers_and_cookies_arrive_as_they_were_sent()
    {
        await using var app = await StartAsync(web => web.Run(http => http.Response.WriteAsync(string.Join('|',
            http.Request.Query["tag"].ToString(),
            http.Request.Query["q"],
            http.Request.Headers["X-Many"],
            http.Request.Cookies["a"],
            http.Request.Cookies["b"],
            http.Request.Host.Value,
            http.Request.Headers.IfModifiedSince))));

        var answer = await app.AnswerAsync(Event("GET", "/", "$default", """
            "rawQueryString":"tag=x&tag=y&q=a%26b","cookies":["a=1","b=2"],
            "headers":{"x-many":"1,2","host":"api.example","if-modified-since":"Thu, 08 Jan 2026 10:30:00 GMT"},
            """));

        Assert.Equal(
            "x,y|a&b|1,2|1|2|api.example|Thu, 08 Jan 2026 10:30:00 GMT", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task The_verified_token_is_the_user_and_the_event_is_at_hand()
    {
        await using var app = await StartAsync(web => web.Run(http =>
        {
            var item = http.Items[AbstractAspNetCoreFunction.LAMBDA_REQUEST_OBJECT];
            var request = (APIGatewayHttpApiV2ProxyRequest)item!;
            return http.Response.WriteAsync(string.Join('|',
                http.User.FindFirst("custom:tenant_id")?.Value,
                http.User.Identity!.AuthenticationType,
                request.RouteKey,
                http.Connection.RemoteIpAddress));
        }));

        var answer = await app.AnswerAsync("""
            {"version":"2.0","routeKey":"GET /","rawPath":"/","rawQueryString":"","requestContext":{"stage":"$default",
             "authorizer":{"jwt":{"claims":{"sub":"u1","custom:tenant_id":"t1"},"scopes":null}},
             "http":{"method":"GET","path":"/","protocol":"HTTP/1.1","sourceIp":"203.0.113.7"}},"isBase64Encoded":false}
            """);

        Assert.Equal("t1|AuthorizerIdentity|GET /|203.0.113.7", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task Cookies_of_the_answer_stand_apart_and_other_values_are_joined()
    {
        await using var app = await StartAsync(web => web.Run(http =>
        {
            http.Response.Headers.Append("Set-Cookie", "a=1; expires=Thu, 08 Jan 2026 10:30:00 GMT");
            http.Response.Headers.Append("Set-Cookie", "b=2");
            http.Response.Headers.Append("X-Many", "1");
            http.Response.Headers.Append("X-Many", "2");
            return http.Response.WriteAsync("ok");
        }));

        var answer = await app.AnswerAsync(Event("GET", "/", "$default"));

        Assert.Equal(
            ["a=1; expires=Thu, 08 Jan 2026 10:30:00 GMT", "b=2"],
            answer.GetProperty("cookies").EnumerateArray().Select(cookie => cookie.GetString()));
        Assert.Equal("1,2", answer.GetProperty("headers").GetProperty("X-Many").GetString());
        Assert.False(answer.GetProperty("headers").TryGetProperty("Set-Cookie", out _));
    }

    [Fact]
    public async Task A_base64_body_is_decoded()
    {
        await using var app = await StartAsync(web => web.Run(http =>
            http.Request.Body.CopyToAsync(http.Response.Body)));

        var answer = await app.AnswerAsync(
            Event("POST", "/", "$default", """ "body":"/wCJ","isBase64Encoded":true, """));

        Assert.True(answer.GetProperty("isBase64Encoded").GetBoolean());
        Assert.Equal("/wCJ", answer.GetProperty("body").GetString());
    }

    [Fact]
    public void Outside_Lambda_the_web_server_stays()
    {
        var outside = new FunctionEnvironment("nowhere");
        outside.SetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME", null);
        var services = new ServiceCollection();

        services.AddAWSLambdaHosting(LambdaEventSource.HttpApi, outside);
        Assert.Empty(services);

        services.AddAWSLambdaHosting(LambdaEventSource.HttpApi, new FunctionEnvironment("nowhere"));
        Assert.Equal(typeof(IServer), Assert.Single(services).ServiceType);
    }

    private static string Event(string method, string path, string stage, string members = "") => $$$$"""
        {"version":"2.0","rawPath":"{{{{path}}}}",{{{{members}}}}
         "requestContext":{"stage":"{{{{stage}}}}","http":{"method":"{{{{method}}}}","path":"{{{{path}}}}"}}}
        """;

    private static Task<LambdaWebApp> StartAsync(Action<WebApplication> configure) =>
        LambdaWebApp.StartAsync(LambdaEventSource.HttpApi, configure);
}

using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.AspNetCoreServer;
using Amazon.Lambda.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

public sealed class RestApiTests
{
    [Fact]
    public async Task The_method_and_path_choose_the_route_and_the_stage_is_the_base()
    {
        await using var app = await StartAsync(web => web.MapGet("/v1/orders/{id}", http =>
            http.Response.WriteAsync($"{http.Request.PathBase.Value}|{http.Request.Path.Value}|{http.Request.RouteValues["id"]}")));

        var answer = await app.AnswerAsync("""
            {"resource":"/{proxy+}","path":"/v1/orders/a%20b+c%2Fd","httpMethod":"GET","headers":null,
             "multiValueHeaders":null,"queryStringParameters":null,"multiValueQueryStringParameters":null,
             "pathParameters":{"proxy":"v1/orders/a%20b+c%2Fd"},"body":null,
             "requestContext":{"path":"/prod/v1/orders/a%20b+c%2Fd","stage":"prod"}}
            """);

        Assert.Equal(200, answer.GetProperty("statusCode").GetInt32());
        Assert.Equal("/prod|/v1/orders/a b+c%2Fd|a b+c%2Fd", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_custom_domains_mapping_is_the_base_and_not_the_path()
    {
        await using var app = await StartAsync(web => web.Run(http =>
            http.Response.WriteAsync($"{http.Request.PathBase}|{http.Request.Path}")));

        var answer = await app.AnswerAsync("""
            {"resource":"/{proxy+}","path":"/trade/v1/orders","httpMethod":"GET",
             "pathParameters":{"proxy":"v1/orders"},"requestContext":{"path":"/trade/v1/orders","stage":"prod"}}
            """);

        Assert.Equal("/trade|/v1/orders", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task Every_value_of_a_query_parameter_and_of_a_header_arrives_and_names_have_no_case()
    {
        await using var app = await StartAsync(web => web.Run(http => http.Response.WriteAsync(string.Join('|',
            http.Request.Query["tag"].ToString(),
            http.Request.Query["q"],
            http.Request.Headers["X-MANY"].ToString(),
            http.Request.Cookies["b"],
            http.Request.Host.Value))));

        var answer = await app.AnswerAsync("""
            {"path":"/","httpMethod":"GET","headers":{"x-many":"2"},
             "multiValueHeaders":{"x-many":["1","2"],"X-Many":["3"],"cookie":["a=1; b=2"],"host":["api.example"]},
             "queryStringParameters":{"tag":"y"},
             "multiValueQueryStringParameters":{"tag":["x","y"],"q":["a&b= ü"]}}
            """);

        Assert.Equal("x,y|a&b= ü|1,2,3|2|api.example", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task Single_values_serve_where_multiple_ones_are_null()
    {
        await using var app = await StartAsync(web => web.Run(http => http.Response.WriteAsync(
            $"{http.Request.Query["q"]}|{http.Request.Headers["x-one"]}|{http.Request.Host}")));

        var answer = await app.AnswerAsync("""
            {"path":"/","httpMethod":"GET","headers":{"X-One":"1"},"multiValueHeaders":null,
             "queryStringParameters":{"q":"1"},"requestContext":{"apiId":"abc","stage":"prod"}}
            """);

        Assert.Equal("1|1|apigateway-abc-prod", answer.GetProperty("body").GetString());
    }

    [Theory]
    [InlineData("\"body\":\"h\\u00e9llo\"", "héllo")]
    [InlineData("\"body\":\"aMOpbGxv\",\"isBase64Encoded\":true", "héllo")]
    [InlineData("\"body\":null", "")]
    public async Task The_body_is_text_or_base64_and_has_its_true_length(string body, string expected)
    {
        await using var app = await StartAsync(web => web.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            await http.Response.WriteAsync($"{await reader.ReadToEndAsync()}|{http.Request.ContentLength}");
        }));

        var answer = await app.AnswerAsync(
            $$$"""{"path":"/","httpMethod":"POST","multiValueHeaders":{"Content-Length":["999"]},{{{body}}}}""");

        Assert.Equal($"{expected}|{Encoding.UTF8.GetByteCount(expected)}", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_body_of_megabytes_passes_in_both_directions()
    {
        await using var app = await StartAsync(web => web.Run(http => http.Request.Body.CopyToAsync(http.Response.Body)));
        var body = new string('x', 4_000_000);

        var answer = await app.AnswerAsync($$"""{"path":"/","httpMethod":"POST","body":"{{body}}"}""");

        Assert.Equal(body, answer.GetProperty("body").GetString());
    }

    [Theory]
    [InlineData("image/png", null)]
    [InlineData("application/json", "gzip")]
    [InlineData("text/plain", null)]
    public async Task Bytes_that_are_no_text_are_answered_as_base64(string type, string? encoding)
    {
        byte[] bytes = [0x89, 0x50, 0xff, 0x00];
        await using var app = await StartAsync(web => web.Run(async http =>
        {
            http.Response.ContentType = type;
            http.Response.Headers.ContentEncoding = encoding;
            await http.Response.Body.WriteAsync(bytes);
        }));

        var answer = await app.AnswerAsync("""{"path":"/","httpMethod":"GET"}""");

        Assert.True(answer.GetProperty("isBase64Encoded").GetBoolean());
        Assert.Equal(bytes, answer.GetProperty("body").GetBytesFromBase64());
    }

    [Fact]
    public async Task Status_headers_and_cookies_of_the_answer_keep_every_value()
    {
        await using var app = await StartAsync(web => web.Run(http =>
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers["X-Late"] = "1";
                return Task.CompletedTask;
            });
            http.Response.StatusCode = 201;
            http.Response.Cookies.Append("a", "1");
            http.Response.Cookies.Append("b", "2");
            return http.Response.WriteAsJsonAsync("ok");
        }));

        var answer = await app.AnswerAsync("""{"path":"/","httpMethod":"GET"}""");

        var headers = answer.GetProperty("multiValueHeaders");
        Assert.Equal(201, answer.GetProperty("statusCode").GetInt32());
        Assert.Equal(2, headers.GetProperty("Set-Cookie").GetArrayLength());
        Assert.Equal("1", headers.GetProperty("X-Late")[0].GetString());
        Assert.Equal("application/json; charset=utf-8", headers.GetProperty("Content-Type")[0].GetString());
        Assert.Equal("\"ok\"", answer.GetProperty("body").GetString());
        Assert.False(answer.GetProperty("isBase64Encoded").GetBoolean());
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    public async Task An_answer_that_has_no_body_has_an_empty_one(string method, int status)
    {
        await using var app = await StartAsync(web => web.Run(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("not to be seen");
        }));

        var answer = await app.AnswerAsync($$"""{"path":"/","httpMethod":"{{method}}"}""");

        Assert.Equal(status, answer.GetProperty("statusCode").GetInt32());
        Assert.Equal("", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task The_authorizers_claims_are_the_user()
    {
        await using var app = await StartAsync(web => web.Run(http => http.Response.WriteAsync(string.Join('|',
            http.User.Identity!.IsAuthenticated,
            http.User.FindFirst("sub")?.Value,
            http.User.FindFirst("custom:tenant_id")?.Value,
            http.User.FindFirst("cognito:groups")?.Value))));

        var answer = await app.AnswerAsync("""
            {"path":"/","httpMethod":"GET","requestContext":{"authorizer":{"claims":
             {"sub":"u1","custom:tenant_id":"t1","cognito:groups":"admin,trader","exp":"1767868200"}}}}
            """);
        var custom = await app.AnswerAsync("""
            {"path":"/","httpMethod":"GET","requestContext":{"authorizer":{"principalId":"p","sub":"u2","nothing":null}}}
            """);
        var nobody = await app.AnswerAsync("""{"path":"/","httpMethod":"GET","requestContext":{}}""");

        Assert.Equal("True|u1|t1|admin,trader", answer.GetProperty("body").GetString());
        Assert.Equal("True|u2||", custom.GetProperty("body").GetString());
        Assert.Equal("False|||", nobody.GetProperty("body").GetString());
    }

    [Fact]
    public async Task The_event_the_context_and_the_callers_address_are_at_hand()
    {
        await using var app = await StartAsync(web => web.Run(http =>
        {
            var request = (APIGatewayProxyRequest)http.Items[AbstractAspNetCoreFunction.LAMBDA_REQUEST_OBJECT]!;
            var context = (ILambdaContext)http.Items[AbstractAspNetCoreFunction.LAMBDA_CONTEXT]!;
            return http.Response.WriteAsync(string.Join('|',
                request.RequestContext!.RequestId,
                context.AwsRequestId == http.TraceIdentifier,
                http.Connection.RemoteIpAddress,
                http.Connection.RemotePort,
                http.Request.Scheme));
        }));

        var answer = await app.AnswerAsync("""
            {"path":"/","httpMethod":"GET","headers":{"X-Forwarded-Port":"443"},
             "requestContext":{"requestId":"g1","identity":{"sourceIp":"203.0.113.7"}}}
            """);

        Assert.Equal("g1|True|203.0.113.7|443|https", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task An_exception_in_the_application_is_a_500_without_a_word_and_the_next_request_is_served()
    {
        var completed = 0;
        await using var app = await StartAsync(web => web.Run(async http =>
        {
            http.Response.OnCompleted(() =>
            {
                completed++;
                return Task.CompletedTask;
            });
            http.Response.Headers["X-Half"] = "1";
            http.Response.OnStarting(() =>
            {
                http.Response.Headers["X-Always"] = "1";
                return Task.CompletedTask;
            });
            await http.Response.WriteAsync("half a body");
            if (http.Request.Path == "/bad")
            {
                throw new InvalidOperationException("hunter2");
            }
        }));

        var failed = await app.AnswerAsync("""{"path":"/bad","httpMethod":"GET"}""");
        var served = await app.AnswerAsync("""{"path":"/good","httpMethod":"GET"}""");

        Assert.Equal(500, failed.GetProperty("statusCode").GetInt32());
        Assert.Equal("", failed.GetProperty("body").GetString());
        Assert.False(failed.GetProperty("multiValueHeaders").TryGetProperty("X-Half", out _));
        Assert.Equal("1", failed.GetProperty("multiValueHeaders").GetProperty("X-Always")[0].GetString());
        Assert.Equal("half a body", served.GetProperty("body").GetString());
        Assert.Equal(2, completed);
    }

    [Fact]
    public async Task An_error_page_takes_the_place_of_half_a_body()
    {
        await using var app = await StartAsync(web =>
        {
            web.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = http => http.Response.WriteAsync("sorry"),
            });
            web.Run(async http =>
            {
                await http.Response.WriteAsync("half a body");
                throw new InvalidOperationException();
            });
        });

        var answer = await app.AnswerAsync("""{"path":"/","httpMethod":"GET"}""");

        Assert.Equal(500, answer.GetProperty("statusCode").GetInt32());
        Assert.Equal("sorry", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_request_is_aborted_two_seconds_before_the_deadline_and_still_answered()
    {
        var reached = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(web => web.Run(http =>
        {
            reached.SetResult(http.RequestAborted);
            return Task.Delay(Timeout.Infinite, http.RequestAborted);
        }));

        var answer = app.InvokeAsync("""{"path":"/","httpMethod":"GET"}""", TimeSpan.FromSeconds(30));
        var aborted = await reached.Task;
        app.Clock.Advance(TimeSpan.FromMilliseconds(27_999));
        Assert.False(aborted.IsCancellationRequested);
        app.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(aborted.IsCancellationRequested);
        var body = Assert.IsType<InvocationResult.Response>(await answer).Body;
        using var json = JsonDocument.Parse(body);
        Assert.Equal(504, json.RootElement.GetProperty("statusCode").GetInt32());
    }

    [Fact]
    public async Task An_event_that_is_no_request_fails_the_invocation()
    {
        await using var app = await StartAsync(web => web.Run(_ => Task.CompletedTask));

        var failed = await app.InvokeAsync("""{"Records":[]}""");

        Assert.Equal("Function.JsonException", Assert.IsType<InvocationResult.FunctionError>(failed).ErrorType);
    }

    private static Task<LambdaWebApp> StartAsync(Action<WebApplication> configure) =>
        LambdaWebApp.StartAsync(LambdaEventSource.RestApi, configure);
}

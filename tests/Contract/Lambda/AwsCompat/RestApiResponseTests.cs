using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

public sealed class RestApiResponseTests
{
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
    public async Task An_event_that_is_no_request_fails_the_invocation()
    {
        await using var app = await StartAsync(web => web.Run(_ => Task.CompletedTask));

        var failed = await app.InvokeAsync("""{"Records":[]}""");

        Assert.Equal("Function.JsonException", Assert.IsType<InvocationResult.FunctionError>(failed).ErrorType);
    }

    private static Task<LambdaWebApp> StartAsync(Action<WebApplication> configure) =>
        LambdaWebApp.StartAsync(LambdaEventSource.RestApi, configure);
}

using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.AspNetCoreServer;
using Amazon.Lambda.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TradingPlatform.Contract.Lambda;

public sealed class RestApiRequestTests
{
    [Fact]
    public async Task The_method_and_path_choose_the_route_and_the_stage_is_the_base()
    {
        await using var app = await StartAsync(web => web.MapGet("/v1/orders/{id}", http =>
            http.Response.WriteAsync(string.Join('|',
                http.Request.PathBase.Value, http.Request.Path.Value, http.Request.RouteValues["id"]))));

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
        await using var app = await StartAsync(web => web.Run(http =>
            http.Request.Body.CopyToAsync(http.Response.Body)));
        var body = new string('x', 4_000_000);

        var answer = await app.AnswerAsync($$"""{"path":"/","httpMethod":"POST","body":"{{body}}"}""");

        Assert.Equal(body, answer.GetProperty("body").GetString());
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
            {"path":"/","httpMethod":"GET",
             "requestContext":{"authorizer":{"principalId":"p","sub":"u2","nothing":null}}}
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

    private static Task<LambdaWebApp> StartAsync(Action<WebApplication> configure) =>
        LambdaWebApp.StartAsync(LambdaEventSource.RestApi, configure);
}

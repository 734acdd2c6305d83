using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Hosting.Auth;

namespace TradingPlatform.Contract.Lambda;

public sealed class SampleRequestTests
{
    [Theory]
    [InlineData("orders/list-orders.rest.json", "GET /v1/orders?limit=10&symbol=BTC-USDT t1 Viewer ''")]
    [InlineData("orders/place-order.rest.json", "POST /v1/orders t1 Trader 'sample-order-1' BTC-USDT")]
    [InlineData("orders/place-order.http.json", "POST /v1/orders t1 Trader 'sample-order-1' BTC-USDT")]
    [InlineData("credentials/list.rest.json", "GET /v1/exchange-configs t1 Viewer ''")]
    [InlineData("credentials/link-paper.rest.json", "POST /v1/exchange-configs t1 Trader '' PAPER")]
    public async Task A_sample_request_arrives_as_its_name_says(string sample, string expected)
    {
        var source = sample.Contains(".http.", StringComparison.Ordinal)
            ? LambdaEventSource.HttpApi
            : LambdaEventSource.RestApi;
        await using var app = await LambdaWebApp.StartAsync(source, web => web.Run(EchoAsync));

        var answer = await app.AnswerAsync(SampleEvents.Read(sample));

        Assert.Equal(expected, answer.GetProperty("body").GetString());
    }

    private static async Task EchoAsync(HttpContext http)
    {
        var caller = new GatewayClaims().Identify(http)!;
        var echo = new StringBuilder()
            .Append(http.Request.Method).Append(' ').Append(http.Request.Path).Append(http.Request.QueryString)
            .Append(' ').Append(caller.Tenant.Text).Append(' ').Append(caller.Role)
            .Append(" '").Append(http.Request.Headers["Idempotency-Key"].ToString()).Append('\'');
        if (http.Request.ContentLength > 0)
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body);
            var what = body.RootElement.TryGetProperty("symbol", out var symbol)
                ? symbol
                : body.RootElement.GetProperty("mode");
            echo.Append(' ').Append(what.GetString());
        }

        http.Response.ContentType = "text/plain";
        await http.Response.WriteAsync(echo.ToString());
    }
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using TradingPlatform.Hosting.OpenApi;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>The API that is deployed is the one that the functions serve.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class ApiTests(Synthesis synthesis)
{
    // The document does not describe itself.
    private const string OfTheDocument = $"get {ApiDocument.Path}";

    private IEnumerable<SynthesisedStack> Stacks => synthesis.Stacks.Where(stack => stack.What == "Api");

    [CdkFact]
    public async Task Every_route_of_the_OpenAPI_document_is_a_method_of_API_Gateway_and_the_other_way_round()
    {
        var described = (await OperationsAsync()).Keys.Append(OfTheDocument).Order(StringComparer.Ordinal).ToList();

        foreach (var stack in Stacks)
        {
            Assert.Equal(described, Methods(stack).Keys.Order(StringComparer.Ordinal));
        }
    }

    [CdkFact]
    public async Task A_route_asks_for_a_token_and_for_an_idempotency_key_where_the_document_says_so()
    {
        var described = await OperationsAsync();
        foreach (var stack in Stacks)
        {
            foreach (var (route, method) in Methods(stack).Where(one => one.Key != OfTheDocument))
            {
                var operation = described[route];
                Assert.Equal(operation["security"] is not null, method["security"] is not null);
                Assert.Equal(RequiredHeaders(operation), RequiredHeaders(method));
                Assert.Equal(
                    operation["requestBody"] is not null, method["requestBody"] is not null);
                Assert.NotNull(method["x-amazon-apigateway-request-validator"]);
            }
        }
    }

    [CdkFact]
    public void Every_method_calls_the_version_that_serves_and_may_do_so()
    {
        foreach (var stack in Stacks)
        {
            var called = Methods(stack).Values
                .Select(method => stack.Resolve(method["x-amazon-apigateway-integration"]!["uri"]))
                .Select(uri => uri.Split("/functions/")[1].Split("/invocations")[0])
                .Distinct().Order().ToList();
            Assert.All(called, arn => Assert.EndsWith(":live", arn, StringComparison.Ordinal));
            Assert.Equal(called, stack.Resources("AWS::Lambda::Permission")
                .Select(one => stack.Resolve(one.Properties["FunctionName"])).Order());
        }
    }

    [CdkFact]
    public void The_api_is_reached_under_its_own_name_alone_over_TLS_of_a_version_that_is_still_good() =>
        Assert.All(Stacks, stack =>
        {
            stack.Template.HasResourceProperties("AWS::ApiGateway::DomainName", new Dictionary<string, object>
            {
                ["DomainName"] = stack.Environment.ApiHost, ["SecurityPolicy"] = "TLS_1_2",
            });
            stack.Template.HasResourceProperties("AWS::ApiGateway::RestApi", new Dictionary<string, object>
            {
                ["DisableExecuteApiEndpoint"] = true,
            });
        });

    [CdkFact]
    public void Requests_are_throttled_traced_and_logged_without_their_bodies() =>
        Assert.All(Stacks, stack =>
        {
            var stage = stack.Resources("AWS::ApiGateway::Stage").Single().Properties;
            var settings = stage["MethodSettings"]!.AsArray().Single(
                one => one!["ResourcePath"]!.GetValue<string>() == "/*")!;
            Assert.Equal(stack.Environment.RequestsPerSecond, settings["ThrottlingRateLimit"]!.GetValue<int>());
            Assert.False(settings["DataTraceEnabled"]!.GetValue<bool>());
            Assert.True(stage["TracingEnabled"]!.GetValue<bool>());
            var line = stage["AccessLogSetting"]!["Format"]!.GetValue<string>();
            Assert.NotNull(JsonNode.Parse(line)!["requestId"]);
            Assert.DoesNotContain("uthorization", line, StringComparison.Ordinal);
        });

    [CdkFact]
    public void Browsers_may_call_from_the_app_alone_and_are_told_so_without_waking_a_function()
    {
        foreach (var stack in Stacks)
        {
            foreach (var (path, item) in Body(stack)["paths"]!.AsObject())
            {
                var integration = item!["options"]!["x-amazon-apigateway-integration"]!;
                Assert.Equal("mock", integration["type"]!.GetValue<string>());
                var headers = integration["responses"]!["default"]!["responseParameters"]!;
                Assert.Equal(
                    $"'{stack.Environment.WebOrigin}'",
                    headers["method.response.header.Access-Control-Allow-Origin"]!.GetValue<string>());
                Assert.True(item["options"]!["security"] is null, path);
            }
        }
    }

    [CdkFact]
    public void What_the_gateway_answers_by_itself_is_a_problem_of_the_contract()
    {
        foreach (var (type, answer) in Stacks.SelectMany(
            stack => Body(stack)["x-amazon-apigateway-gateway-responses"]!.AsObject()))
        {
            var problem = JsonNode.Parse(answer!["responseTemplates"]!["application/json"]!.GetValue<string>())!;
            Assert.Equal(answer["statusCode"]!.GetValue<int>(), problem["status"]!.GetValue<int>());
            Assert.All(
                ["type", "title", "code", "retryable", "correlationId"],
                member => Assert.True(problem[member] is not null, $"{type} {member}"));
        }
    }

    [CdkFact]
    public void The_users_have_the_contracts_groups_and_a_tenant_that_they_cannot_change()
    {
        foreach (var stack in Stacks)
        {
            Assert.Equal(
                ["admin", "trader", "viewer"],
                stack.Resources("AWS::Cognito::UserPoolGroup").Select(one => $"{one.Properties["GroupName"]}").Order());
            var schema = stack.Resources("AWS::Cognito::UserPool").Single().Properties["Schema"]!.AsArray();
            Assert.False(schema.Single(one => $"{one!["Name"]}" == "tenant_id")!["Mutable"]!.GetValue<bool>());
            Assert.Contains(schema, one => $"{one!["Name"]}" == "tier");
            Assert.Equal(
                ["email"],
                stack.Resources("AWS::Cognito::UserPoolClient").Single().Properties["WriteAttributes"]!.AsArray()
                    .Select(one => one!.GetValue<string>()));
        }
    }

    [CdkFact]
    public void There_is_a_usage_plan_for_each_tier_with_the_tiers_limits() => Assert.All(Stacks, stack =>
        Assert.Equal(
            ["1 60", "5 300", "16.666666666666668 1000"],
            stack.Resources("AWS::ApiGateway::UsagePlan").Select(one => one.Properties["Throttle"]!)
                .OrderBy(one => one["BurstLimit"]!.GetValue<int>())
                .Select(one => $"{one["RateLimit"]} {one["BurstLimit"]}")));

    private static JsonObject Body(SynthesisedStack stack) =>
        stack.Resources("AWS::ApiGateway::RestApi").Single().Properties["Body"]!.AsObject();

    /// <summary>The methods that functions answer, by method and path.</summary>
    private static Dictionary<string, JsonNode> Methods(SynthesisedStack stack) => (
        from path in Body(stack)["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        where method.Key != "options"
        select (Route: $"{method.Key} {path.Key}", Method: method.Value!)).ToDictionary(
            one => one.Route, one => one.Method, StringComparer.Ordinal);

    /// <summary>The operations of the document, of every function that serves requests.</summary>
    private static async Task<Dictionary<string, JsonNode>> OperationsAsync()
    {
        var operations = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var package in FunctionCatalogue.All.Where(one => one.ServesRequests).Select(one => one.Package))
        {
            await using var app = package.Build(FunctionSettings.Of(package, Infra.Settings.Environments.All[0]));
            // The document is written of the endpoints that are served; a host that is not started serves none yet.
            app.UseEndpoints(_ => { });
            var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1");
            var document = await provider.GetOpenApiDocumentAsync();
            var json = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0))!;
            foreach (var (path, item) in json["paths"]!.AsObject())
            {
                foreach (var (method, operation) in item!.AsObject())
                {
                    operations[$"{method} {(path.Length > 1 ? path.TrimEnd('/') : path)}"] = operation!;
                }
            }
        }

        return operations;
    }

    private static IEnumerable<string> RequiredHeaders(JsonNode operation) => (operation["parameters"]?.AsArray() ?? [])
        .Where(one => $"{one!["in"]}" == "header" && one["required"]?.GetValue<bool>() is true)
        .Select(one => $"{one!["name"]}").Order();
}

using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.Infra.Stacks;

namespace TradingPlatform.Infra.Api;

/// <summary>
/// The API as API Gateway imports it: OpenAPI 3.0 with its own extensions. One resource of the template whatever the
/// number of routes, of which CloudFormation takes 500.
/// </summary>
internal static class RestApiBody
{
    private const string Authorizer = "cognito";
    private const string Validator = "all";
    private const string JsonObject = "JsonObject";

    /// <summary>What browsers may send, beside what they may anyway.</summary>
    private const string RequestHeaders = "Authorization,Content-Type,Idempotency-Key,X-Correlation-Id";

    /// <summary>Writes it.</summary>
    /// <param name="deployment">Where.</param>
    /// <param name="routes">Every route.</param>
    /// <param name="userPoolArn">Whose tokens are believed.</param>
    public static Dictionary<string, object> Of(
        Deployment deployment, IReadOnlyList<ApiRoute> routes, string userPoolArn) => Map(
        ("openapi", "3.0.1"),
        ("info", Map(("title", deployment.Names.Prefix), ("version", "v1"))),
        ("paths", routes.GroupBy(route => route.Path, StringComparer.Ordinal).ToDictionary(
            path => path.Key, path => (object)PathItem(deployment, [.. path]), StringComparer.Ordinal)),
        ("components", Map(
            ("schemas", Map((JsonObject, Map(("type", "object"))))),
            ("securitySchemes", Map((Authorizer, Cognito(userPoolArn)))))),
        ("x-amazon-apigateway-request-validators", Map(
            (Validator, Map(("validateRequestBody", true), ("validateRequestParameters", true))))),
        ("x-amazon-apigateway-gateway-responses", GatewayResponses.Of(deployment.Environment.WebOrigin)));

    private static Dictionary<string, object> PathItem(Deployment deployment, IReadOnlyList<ApiRoute> routes)
    {
        var item = routes.ToDictionary(
            route => route.Method.ToLowerInvariant(),
            route => (object)Operation(deployment, route),
            StringComparer.Ordinal);
        item["options"] = Preflight(deployment.Environment.WebOrigin, routes);
        return item;
    }

    private static Dictionary<string, object> Operation(Deployment deployment, ApiRoute route)
    {
        var operation = Map(
            ("responses", Map(("200", Map(("description", "As the function answers."))))),
            ("x-amazon-apigateway-integration", Map(
                ("type", "aws_proxy"),
                ("httpMethod", "POST"),
                ("uri", InvocationOf(DeployedFunction.AliasArn(deployment, route.Function))),
                ("passthroughBehavior", "when_no_match"))),
            ("x-amazon-apigateway-request-validator", Validator));
        if (Parameters(route) is { Length: > 0 } parameters)
        {
            operation["parameters"] = parameters;
        }

        if (route.Role is not null)
        {
            operation["security"] = new object[] { Map((Authorizer, Array.Empty<object>())) };
        }

        if (route.TakesBody)
        {
            operation["requestBody"] = Map(("required", true), ("content", Map(
                ("application/json", Map(("schema", Map(("$ref", $"#/components/schemas/{JsonObject}"))))))));
        }

        return operation;
    }

    private static object[] Parameters(ApiRoute route)
    {
        var parameters = route.Path.Split('/').Where(part => part.StartsWith('{'))
            .Select(part => Parameter(part.Trim('{', '}'), "path"));
        return route.NeedsKey
            ? [.. parameters, Parameter(IdempotencyKey.Header, "header")]
            : [.. parameters];
    }

    private static Dictionary<string, object> Parameter(string name, string place) =>
        Map(("name", name), ("in", place), ("required", true), ("schema", Map(("type", "string"))));

    // Answered by API Gateway itself: no function is woken for it.
    private static Dictionary<string, object> Preflight(string origin, IReadOnlyList<ApiRoute> routes)
    {
        var methods = string.Join(',', routes.Select(route => route.Method).Append("OPTIONS"));
        var headers = Map(
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Methods", methods),
            ("Access-Control-Allow-Headers", RequestHeaders),
            ("Access-Control-Max-Age", "7200"));
        return Map(
            ("responses", Map(("204", Map(
                ("description", "What a browser may do."),
                ("headers", headers.ToDictionary(
                    header => header.Key,
                    _ => (object)Map(("schema", Map(("type", "string")))),
                    StringComparer.Ordinal)))))),
            ("x-amazon-apigateway-integration", Map(
                ("type", "mock"),
                ("requestTemplates", Map(("application/json", """{"statusCode": 204}"""))),
                ("responses", Map(("default", Map(
                    ("statusCode", "204"),
                    ("responseParameters", headers.ToDictionary(
                        header => $"method.response.header.{header.Key}",
                        header => (object)$"'{header.Value}'",
                        StringComparer.Ordinal)))))))));
    }

    private static Dictionary<string, object> Cognito(string userPoolArn) => Map(
        ("type", "apiKey"),
        ("name", "Authorization"),
        ("in", "header"),
        ("x-amazon-apigateway-authtype", "cognito_user_pools"),
        ("x-amazon-apigateway-authorizer", Map(
            ("type", "cognito_user_pools"), ("providerARNs", new object[] { userPoolArn }))));

    private static string InvocationOf(string functionArn) =>
        $"arn:{Amazon.CDK.Aws.PARTITION}:apigateway:{Amazon.CDK.Aws.REGION}:lambda:path/2015-03-31/functions/"
        + $"{functionArn}/invocations";

    internal static Dictionary<string, object> Map(params (string Name, object Value)[] members) =>
        members.ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
}

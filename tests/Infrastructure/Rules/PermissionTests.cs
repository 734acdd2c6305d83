using System.Text.Json.Nodes;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.Infra.Stacks;
using TradingPlatform.InfrastructureTests.Code;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>Each function may do what its code does, and nothing else.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class PermissionTests(Synthesis synthesis)
{
    [CdkFact]
    public void A_function_may_do_exactly_what_its_code_calls()
    {
        foreach (var function in FunctionCatalogue.All)
        {
            var called = AwsCalls.ActionsOf(AwsCalls.CallsOf(function));
            foreach (var stack in synthesis.Stacks.Where(stack => stack.What == "Functions"))
            {
                var allowed = Statements(stack, function)
                    .Where(statement => Name(statement).StartsWith(FunctionRole.ForCode, StringComparison.Ordinal))
                    .SelectMany(Actions)
                    .Where(action => !action.StartsWith("kms:", StringComparison.Ordinal))
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
                Assert.Equal($"{function.Name}: {string.Join(' ', called)}", $"{function.Name}: {string.Join(' ', allowed)}");
            }
        }
    }

    private static IEnumerable<JsonObject> Statements(SynthesisedStack stack, FunctionDefinition function)
    {
        var name = stack.Resources("AWS::IAM::Role").Single(role =>
            stack.Resolve(role.Properties["RoleName"]).Contains($"-{function.Name}-", StringComparison.Ordinal));
        return name.Properties["Policies"]!.AsArray()
            .SelectMany(policy => policy!["PolicyDocument"]!["Statement"]!.AsArray())
            .Select(statement => statement!.AsObject());
    }

    private static string Name(JsonObject statement) => statement["Sid"]!.GetValue<string>();

    private static IEnumerable<string> Actions(JsonObject statement) => statement["Action"] is JsonArray many
        ? many.Select(action => action!.GetValue<string>())
        : [statement["Action"]!.GetValue<string>()];
}

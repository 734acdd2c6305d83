using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.Infra.Stacks;
using TradingPlatform.InfrastructureTests.Code;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>Each function may do what its code does, and nothing else.</summary>
[Collection(SynthesisCollection.Name)]
public sealed partial class PermissionTests(Synthesis synthesis)
{
    /// <summary>Statements on <c>*</c>, and why AWS leaves no other way.</summary>
    private static readonly Dictionary<string, string> OnEverything = new(StringComparer.Ordinal)
    {
        ["LambdaTraces"] = "X-Ray's calls know no resource.",
        ["LambdaNetwork"] = "EC2's calls by which Lambda joins a network know none before the interface is there.",
        ["LambdaNetworkNotForCode"] = "A refusal, of the same to the function's own code.",
        ["ecr:GetAuthorizationToken"] = "ECR's token is for all of the account's repositories; reading one is not.",
        ["CodeSecretNames"] = "ListSecrets knows no resource; it answers names and never a value.",
    };

    /// <summary>
    /// What keys begin with in the code. Partitions are what the table is fenced by; the rest stand within one.
    /// </summary>
    private static readonly Dictionary<string, string> KeyBeginnings = new(StringComparer.Ordinal)
    {
        ["TENANT#"] = CodePolicy.Tenants,
        ["ACCOUNTS#"] = CodePolicy.AllAccounts,
        ["EXCHANGE#"] = CodePolicy.Exchanges,
        ["PLATFORM#"] = CodePolicy.Platform,
        ["EV#"] = "a sort key",
        ["WORK#"] = "a laptop's queues, which AWS has none of",
        ["HEALTH#"] = "a sort key, below an exchange",
    };

    public static TheoryData<string> Functions { get; } =
    [
        .. FunctionCatalogue.All.Select(function => function.Name),
        .. FunctionCatalogue.Workers.Select(worker => worker.Name),
    ];

    [CdkTheory]
    [MemberData(nameof(Functions))]
    public void A_function_may_do_exactly_what_its_code_calls(string name)
    {
        var called = AwsCalls.ActionsOf(AwsCalls.CallsOf(name));
        Assert.All(Statements(name), statements =>
        {
            var allowed = Code(statements).SelectMany(Actions)
                .Where(action => !action.StartsWith("kms:", StringComparison.Ordinal))
                .Distinct().ToList();
            Assert.Equal(
                "called, not allowed: ; allowed, not called: ",
                $"called, not allowed: {string.Join(' ', called.Except(allowed))}; "
                    + $"allowed, not called: {string.Join(' ', allowed.Except(called))}");
        });
    }

    [CdkTheory]
    [MemberData(nameof(Functions))]
    public void A_function_may_use_a_key_only_where_it_may_use_what_the_key_encrypts(string name) =>
        Assert.All(Statements(name), statements =>
        {
            var services = Code(statements).SelectMany(Actions).Select(action => action.Split(':')[0]).ToHashSet();
            var keys = Code(statements)
                .Where(one => Actions(one).Any(action => action.StartsWith("kms:", StringComparison.Ordinal)))
                .Select(one => one["Condition"]!["StringEquals"]!["kms:ViaService"]!.ToJsonString())
                .Select(via => via.Contains("secrets", StringComparison.Ordinal) ? "secretsmanager" : "dynamodb");
            Assert.Equal(
                services.Intersect(["dynamodb", "secretsmanager"]).Order(), keys.Order());
        });

    [CdkTheory]
    [MemberData(nameof(Functions))]
    public void Only_who_works_with_what_belongs_to_no_tenant_may_touch_it(string name)
    {
        var calls = AwsCalls.CallsOf(name);
        foreach (var (statement, type, method) in new[]
        {
            ("CodeAllAccounts", typeof(AccountRepository), nameof(AccountRepository.GetShardAsync)),
            ("CodeSilences", typeof(ExchangeSilences), nameof(ExchangeSilences.KeepAsync)),
            ("CodePlatformItems", typeof(SecretTrail), nameof(SecretTrail.RecordAsync)),
        })
        {
            var reaches = calls.Any(call => call.Type == type.FullName && call.Name == method);
            Assert.All(Statements(name), statements => Assert.Equal(
                reaches, statements.Exists(one => one["Sid"]!.GetValue<string>() == statement)));
        }
    }

    [CdkTheory]
    [MemberData(nameof(Functions))]
    public void The_table_is_fenced_to_keys_that_begin_with_a_tenant_but_for_the_kinds_that_have_none(string name) =>
        Assert.All(Statements(name), statements =>
        {
            foreach (var one in Code(statements).Where(one => Actions(one).Any(IsOnTable)))
            {
                var keys = one["Sid"]!.GetValue<string>() switch
                {
                    "CodeAllAccounts" => CodePolicy.AllAccounts,
                    "CodeSilences" => CodePolicy.Exchanges,
                    "CodePlatformItems" => CodePolicy.Platform,
                    _ => CodePolicy.Tenants,
                };
                Assert.Equal(
                    keys, one["Condition"]!["ForAllValues:StringLike"]!["dynamodb:LeadingKeys"]!.GetValue<string>());
                // The condition holds where there is no key at all: so nothing is granted that needs none.
                Assert.DoesNotContain("dynamodb:Scan", Actions(one));
                Assert.DoesNotContain(Actions(one), action => action.Contains("PartiQL", StringComparison.Ordinal));
            }
        });

    [Fact]
    public void Every_key_that_the_code_writes_begins_as_the_roles_expect() =>
        Assert.Equal(
            KeyBeginnings.Keys.Order(StringComparer.Ordinal),
            AwsCalls.Texts().Select(text => KeyBeginning().Match(text).Value).Where(found => found.Length > 0)
                .Distinct().Order(StringComparer.Ordinal));

    [CdkTheory]
    [MemberData(nameof(Functions))]
    public void Only_who_works_with_keys_of_exchanges_may_read_below_their_path(string name)
    {
        var calls = AwsCalls.CallsOf(name);
        foreach (var (path, method) in new[]
        {
            ("exchanges", nameof(SecretName.ForExchange)), ("platform", nameof(SecretName.ForPlatform)),
        })
        {
            // A rotation is told the name of its secret, and makes none.
            var names = calls.Any(call => (call.Type == typeof(SecretName).FullName && call.Name == method)
                || (path == "platform" && call.Type == typeof(RotatePlatformSecret).FullName));
            Assert.All(Statements(name), statements => Assert.Equal(names, statements.Exists(
                one => one["Resource"]!.ToJsonString().Contains($"/{path}/*", StringComparison.Ordinal))));
        }
    }

    [CdkFact]
    public void No_policy_allows_every_action_and_none_is_on_everything_but_where_AWS_leaves_no_other_way()
    {
        foreach (var stack in synthesis.Stacks)
        {
            foreach (var policy in stack.Resources("AWS::IAM::Policy").Concat(stack.Resources("AWS::IAM::Role"))
                .Concat(stack.Resources("AWS::IAM::ManagedPolicy")))
            {
                foreach (var statement in StatementsIn(policy.Properties))
                {
                    Assert.DoesNotContain(Actions(statement), action => action.Contains('*'));
                    if (statement["Resource"] is JsonValue resource && resource.GetValue<string>() == "*")
                    {
                        var name = statement["Sid"]?.GetValue<string>() ?? string.Join(' ', Actions(statement));
                        Assert.Contains(name, OnEverything.Keys);
                    }
                }
            }
        }
    }

    [CdkFact]
    public void No_role_is_given_more_afterwards()
    {
        foreach (var stack in synthesis.Stacks.Where(stack => stack.What == "Functions"))
        {
            Assert.Empty(stack.Resources("AWS::IAM::Policy"));
        }
    }

    /// <summary>The statements of the function's or worker's role, in each environment.</summary>
    private List<List<JsonObject>> Statements(string name) => [.. synthesis.Stacks
        .Where(stack => stack.What == (name.EndsWith("-worker", StringComparison.Ordinal) ? "Worker" : "Functions"))
        .Select(stack => StatementsIn(stack.Resources("AWS::IAM::Role").Where(role => stack
                .Resolve(role.Properties["RoleName"]).Contains($"-{name}-", StringComparison.Ordinal))
            .Concat(stack.Resources("AWS::IAM::Policy").Where(policy => policy.Id.StartsWith(
                name.Replace("-", "", StringComparison.Ordinal) + "TaskTaskRole", StringComparison.Ordinal)))
            .Single().Properties))];

    private static List<JsonObject> StatementsIn(JsonObject properties)
    {
        var documents = properties["Policies"]?.AsArray().Select(policy => policy!["PolicyDocument"]!)
            ?? (properties["PolicyDocument"] is { } document ? [document] : []);
        return [.. documents.SelectMany(one => one["Statement"]!.AsArray()).Select(one => one!.AsObject())];
    }

    private static IEnumerable<JsonObject> Code(IEnumerable<JsonObject> statements) => statements.Where(
        one => one["Sid"]!.GetValue<string>().StartsWith(CodePolicy.ForCode, StringComparison.Ordinal));

    private static bool IsOnTable(string action) => action.StartsWith("dynamodb:", StringComparison.Ordinal);

    private static IEnumerable<string> Actions(JsonObject statement) => statement["Action"] is JsonArray many
        ? many.Select(action => action!.GetValue<string>())
        : [statement["Action"]!.GetValue<string>()];

    [GeneratedRegex("^[A-Z][A-Z-]+#")]
    private static partial Regex KeyBeginning();
}

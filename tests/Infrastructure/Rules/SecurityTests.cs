using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.Infra.Settings;
using TradingPlatform.InfrastructureTests.Harness;
using Match = Amazon.CDK.Assertions.Match;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>Keys, the firewall, transport, and what no template may hold.</summary>
[Collection(SynthesisCollection.Name)]
public sealed partial class SecurityTests(Synthesis synthesis)
{
    [CdkTheory]
    [MemberData(nameof(Synthesis.Names), MemberType = typeof(Synthesis))]
    public void Every_key_is_rotated_and_outlives_its_stack(string name)
    {
        var keys = synthesis.Of(name).SelectMany(stack => stack.Json["Resources"]!.AsObject()
            .Where(resource => resource.Value!["Type"]!.GetValue<string>() == "AWS::KMS::Key")).ToList();

        Assert.Equal(4, keys.Count);
        Assert.All(keys, key =>
        {
            Assert.True(key.Value!["Properties"]!["EnableKeyRotation"]!.GetValue<bool>());
            Assert.Equal("Retain", key.Value["DeletionPolicy"]!.GetValue<string>());
        });
    }

    [CdkTheory]
    [MemberData(nameof(Synthesis.Names), MemberType = typeof(Synthesis))]
    public void The_firewall_has_the_managed_lists_and_a_rate_for_each_address_and_stands_before_the_api(string name)
    {
        var rules = Rules(synthesis.Of(name));
        var environment = Environments.All.Single(one => one.Name == name);

        Assert.Equal(
            [
                "AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet",
                "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet",
            ],
            rules.Select(rule => rule["Statement"]!["ManagedRuleGroupStatement"]?["Name"]!.GetValue<string>())
                .OfType<string>().Order());
        var rate = rules.Single(rule => rule["Statement"]!["RateBasedStatement"] is not null);
        Assert.Equal(
            environment.RequestsPerAddress, rate["Statement"]!["RateBasedStatement"]!["Limit"]!.GetValue<int>());
        Assert.NotNull(rate["Action"]!["Block"]);
        synthesis[name, "Api"].Template.ResourceCountIs("AWS::WAFv2::WebACLAssociation", 1);
    }

    [CdkFact]
    public void Every_route_that_needs_an_admin_is_refused_from_elsewhere_where_addresses_are_listed()
    {
        var admin = ApiRoute.ReadAll(Environments.All[0]).Where(route => route.Role == Role.Admin)
            .Select(route => $"{route.Method} {route.Path}").Order().ToList();
        Assert.NotEmpty(admin);
        foreach (var environment in Environments.All)
        {
            var guarded = Rules(synthesis.Of(environment.Name))
                .Where(rule => rule["Action"]?["Block"] is not null)
                .Select(rule => rule["Statement"]!["AndStatement"]?["Statements"]!.AsArray())
                .OfType<JsonArray>()
                .Where(all => all[2]!["NotStatement"]!["Statement"]!["IPSetReferenceStatement"] is not null)
                .Select(all => (Method: all[0]!["ByteMatchStatement"]!["SearchString"]!.GetValue<string>(),
                    Path: new Regex(all[1]!["RegexMatchStatement"]!["RegexString"]!.GetValue<string>())))
                .ToList();
            Assert.Equal(environment.AdminAddresses.Count > 0 ? admin.Count : 0, guarded.Count);
            Assert.All(guarded, guard => Assert.Single(
                admin, route => route.StartsWith(guard.Method + " ", StringComparison.Ordinal)
                    && guard.Path.IsMatch(route) && guard.Path.IsMatch(route + "/")));
        }
    }

    [CdkFact]
    public void Shield_is_there_only_where_the_settings_say_so()
    {
        const string Protection = "AWS::Shield::Protection";
        Assert.DoesNotContain(synthesis.Stacks, stack => stack.Resources(Protection).Any());

        var stacks = synthesis.With(Environments.All[0] with { ShieldAdvanced = true });

        Assert.Single(stacks, stack => stack.Resources(Protection).Any());
    }

    [CdkFact]
    public void Every_queue_and_topic_refuses_what_does_not_come_over_TLS()
    {
        foreach (var stack in synthesis.Stacks)
        {
            foreach (var (thing, policy, target) in new[]
            {
                ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues"),
                ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics"),
            })
            {
                var guarded = stack.Resources(policy)
                    .Where(one => one.Properties["PolicyDocument"]!["Statement"]!.AsArray().Any(IsRefusalWithoutTls))
                    .SelectMany(one => one.Properties[target]!.AsArray().Select(stack.Resolve));
                Assert.All(stack.Resources(thing), one => Assert.Contains(one.Id, guarded));
            }
        }
    }

    [CdkFact]
    public void Mail_leaves_over_TLS_alone_from_an_identity_of_our_own() =>
        Assert.All(synthesis.Stacks.Where(stack => stack.What == "Messaging"), stack =>
        {
            stack.Template.HasResourceProperties("AWS::SES::ConfigurationSet", new Dictionary<string, object>
            {
                ["DeliveryOptions"] = Match.ObjectLike(new Dictionary<string, object> { ["TlsPolicy"] = "REQUIRE" }),
            });
            stack.Template.HasResourceProperties("AWS::SES::EmailIdentity", new Dictionary<string, object>
            {
                ["EmailIdentity"] = stack.Environment.Zone.Name,
            });
        });

    [CdkFact]
    public void Everything_that_rests_is_encrypted_with_a_key_of_ours()
    {
        Assert.All(All("AWS::Logs::LogGroup"), log => Assert.NotNull(log["KmsKeyId"]));
        Assert.All(All("AWS::SNS::Topic"), topic => Assert.NotNull(topic["KmsMasterKeyId"]));
        Assert.All(All("AWS::EFS::FileSystem"), files => Assert.NotNull(files["KmsKeyId"]));
        Assert.All(All("AWS::Backup::BackupVault"), vault => Assert.NotNull(vault["EncryptionKeyArn"]));
        Assert.All(All("AWS::SQS::Queue"), queue => Assert.True(queue["SqsManagedSseEnabled"]!.GetValue<bool>()));
        Assert.All(All("AWS::SecretsManager::Secret"), secret => Assert.NotNull(secret["KmsKeyId"]));
    }

    [CdkFact]
    public void No_template_holds_a_secret_or_takes_one_as_a_parameter()
    {
        foreach (var stack in synthesis.Stacks)
        {
            Assert.DoesNotMatch(LooksSecret(), stack.Text);
            Assert.All(
                stack.Resources("AWS::SecretsManager::Secret"),
                secret => Assert.Null(secret.Properties["SecretString"]));
            Assert.Equal(["BootstrapVersion"], stack.Json["Parameters"]!.AsObject().Select(one => one.Key));
        }
    }

    [CdkFact]
    public void What_runs_in_the_network_speaks_to_nothing_but_TLS_the_paper_exchange_and_its_files()
    {
        foreach (var stack in synthesis.Stacks.Where(stack => stack.What == "Network"))
        {
            var allowed = stack.Resources("AWS::EC2::SecurityGroup")
                .SelectMany(group => group.Properties["SecurityGroupEgress"]?.AsArray() ?? [])
                .Select(rule => $"{rule!["CidrIp"]} {rule["FromPort"]}")
                .Distinct().Order();
            // What CDK writes where a group may speak to nobody at all.
            Assert.Equal(["0.0.0.0/0 443", "0.0.0.0/0 9443", "255.255.255.255/32 252"], allowed);
            Assert.All(
                stack.Resources("AWS::EC2::SecurityGroup"),
                group => Assert.Null(group.Properties["SecurityGroupIngress"]));
        }
    }

    private IEnumerable<JsonObject> All(string type) =>
        synthesis.Stacks.SelectMany(stack => stack.Resources(type)).Select(one => one.Properties);

    private static List<JsonNode> Rules(IEnumerable<SynthesisedStack> stacks) => [.. stacks
        .SelectMany(stack => stack.Resources("AWS::WAFv2::WebACL")).Single().Properties["Rules"]!.AsArray()
        .Select(rule => rule!)];

    private static bool IsRefusalWithoutTls(JsonNode? statement) =>
        statement!["Effect"]!.GetValue<string>() == "Deny"
        && statement["Condition"]?["Bool"]?["aws:SecureTransport"]?.GetValue<string>() == "false";

    [GeneratedRegex(
        "AKIA[0-9A-Z]{16}|-----BEGIN|\"SecretString\"|\"(Master(User)?)?Password\"\\s*:|aws_secret_access_key",
        RegexOptions.ExplicitCapture)]
    private static partial Regex LooksSecret();
}

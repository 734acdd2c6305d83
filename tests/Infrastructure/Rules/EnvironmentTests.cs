using TradingPlatform.Infra;
using TradingPlatform.Infra.Settings;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>Environments are the same but for their settings.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class EnvironmentTests(Synthesis synthesis)
{
    // What CloudFormation takes in one stack; a stack that comes near it should be two.
    private const int Resources = 400;

    [CdkFact]
    public void Every_environment_has_every_stack_by_its_name()
    {
        Assert.Equal(["dev", "staging", "prod"], Environments.All.Select(environment => environment.Name));
        foreach (var environment in Environments.All)
        {
            Assert.Equal(
                [
                    "Api", "Backup", "BackupCopy", "Data", "Functions", "Messaging", "Network", "Observability",
                    "Security", "Worker",
                ],
                synthesis.Of(environment.Name).Select(stack => stack.What).Order(StringComparer.Ordinal));
        }
    }

    [CdkFact]
    public void Everything_that_can_be_tagged_carries_its_environment()
    {
        foreach (var stack in synthesis.Stacks)
        {
            var tables = stack.Resources("AWS::Lambda::Function").Concat(stack.Resources("AWS::KMS::Key"))
                .Concat(stack.Resources("AWS::S3::Bucket")).Concat(stack.Resources("AWS::SQS::Queue"));
            Assert.All(tables, one => Assert.Contains(one.Properties["Tags"]!.AsArray(), tag =>
                $"{tag!["Key"]}" == "environment" && $"{tag["Value"]}" == stack.Environment.Name));
        }
    }

    [Fact]
    public void Only_the_settings_know_the_environments_by_name()
    {
        foreach (var file in Directory
            .EnumerateFiles(Repository.Folder("infra-cdk"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)
                && Path.GetFileName(file) != "Environments.cs"))
        {
            var text = File.ReadAllText(file);
            Assert.All(
                Environments.All,
                environment => Assert.DoesNotContain($"\"{environment.Name}\"", text, StringComparison.Ordinal));
        }
    }

    [CdkFact]
    public void Environments_are_made_of_the_same_things_unless_a_setting_says_otherwise()
    {
        // The number of NAT gateways and the list of admins' addresses are settings.
        static bool IsSetting(string type) => type.StartsWith("AWS::EC2::", StringComparison.Ordinal)
            || type == "AWS::WAFv2::IPSet";

        static IEnumerable<string> Kinds(SynthesisedStack stack) => stack.Json["Resources"]!.AsObject()
            .Select(one => one.Value!["Type"]!.GetValue<string>()).Where(type => !IsSetting(type)).Order();

        foreach (var stack in synthesis.Of("dev"))
        {
            Assert.Equal(Kinds(stack), Kinds(synthesis["staging", stack.What]));
            Assert.Equal(Kinds(stack), Kinds(synthesis["prod", stack.What]));
        }
    }

    [CdkFact]
    public void The_diagram_shows_the_stacks_as_they_are() =>
        Assert.Equal(File.ReadAllText(Diagram.File), synthesis.Drawn);

    [CdkFact]
    public void No_stack_comes_near_what_CloudFormation_takes() => Assert.All(
        synthesis.Stacks, stack => Assert.InRange(stack.Json["Resources"]!.AsObject().Count, 1, Resources));
}

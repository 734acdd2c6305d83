using Amazon.CDK.Assertions;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>What is left when the region is lost.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class BackupTests(Synthesis synthesis)
{
    [CdkTheory]
    [MemberData(nameof(Synthesis.Names), MemberType = typeof(Synthesis))]
    public void The_table_is_backed_up_daily_and_monthly_and_each_backup_is_copied_to_another_region(string name)
    {
        var stack = synthesis[name, "Backup"];
        var rules = stack.Resources("AWS::Backup::BackupPlan").Single().Properties["BackupPlan"]!["BackupPlanRule"]!
            .AsArray();

        Assert.Equal(["daily", "monthly"], rules.Select(rule => $"{rule!["RuleName"]}").Order());
        Assert.All(rules, rule => Assert.Contains(
            $":backup:{stack.Environment.CopyRegion}:",
            stack.Resolve(rule!["CopyActions"]![0]!["DestinationBackupVaultArn"]),
            StringComparison.Ordinal));
        Assert.NotEqual(stack.Environment.Region, stack.Environment.CopyRegion);
        Assert.Contains(
            "Table",
            stack.Resources("AWS::Backup::BackupSelection").Single().Properties["BackupSelection"]!["Resources"]!
                .ToJsonString(),
            StringComparison.Ordinal);
        stack.Template.HasResourceProperties("AWS::Backup::BackupVault", new Dictionary<string, object>
        {
            ["Notifications"] = Match.ObjectLike(new Dictionary<string, object>
            {
                ["BackupVaultEvents"] = Match.ArrayWith(["BACKUP_JOB_FAILED", "COPY_JOB_FAILED"]),
            }),
        });
        synthesis[name, "BackupCopy"].Template.ResourceCountIs("AWS::Backup::BackupVault", 1);
    }
}

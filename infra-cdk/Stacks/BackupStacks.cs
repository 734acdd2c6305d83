using Amazon.CDK;
using Amazon.CDK.AWS.Backup;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace TradingPlatform.Infra.Stacks;

/// <summary>Copies in a second region, under a key of that region: what is left when the first one is lost.</summary>
internal sealed class BackupCopyStack : Stack
{
    public BackupCopyStack(Construct scope, Deployment deployment)
        : base(
            scope,
            deployment.Names.Stack("BackupCopy"),
            deployment.Stack("copies of backups", deployment.Environment.CopyRegion))
    {
        var key = new Key(this, "Key", new KeyProps
        {
            Alias = $"alias/{deployment.Names.Of("backup")}",
            Description = "Copies of backups.",
            EnableKeyRotation = true,
            PendingWindow = Duration.Days(30),
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        _ = new BackupVault(this, "Vault", new BackupVaultProps
        {
            BackupVaultName = deployment.Names.BackupVault,
            EncryptionKey = key,
            BlockRecoveryPointDeletion = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
    }
}

/// <summary>
/// Daily and monthly backups of what must never be lost, beside the table's own recovery to any second of 35 days.
/// </summary>
internal sealed class BackupStack : Stack
{
    private const int MonthsKept = 12;

    public BackupStack(
        Construct scope, Deployment deployment, SecurityStack security, DataStack data, MessagingStack messaging)
        : base(scope, deployment.Names.Stack("Backup"), deployment.Stack("backup plan"))
    {
        var vault = new BackupVault(this, "Vault", new BackupVaultProps
        {
            BackupVaultName = deployment.Names.BackupVault,
            EncryptionKey = security.PlatformKey,
            BlockRecoveryPointDeletion = true,
            NotificationTopic = messaging.Alarms,
            NotificationEvents =
            [
                BackupVaultEvents.BACKUP_JOB_FAILED, BackupVaultEvents.BACKUP_JOB_EXPIRED,
                BackupVaultEvents.COPY_JOB_FAILED, BackupVaultEvents.RESTORE_JOB_COMPLETED,
            ],
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        var copies = BackupVault.FromBackupVaultArn(
            this,
            "Copies",
            $"arn:{Amazon.CDK.Aws.PARTITION}:backup:{deployment.Environment.CopyRegion}:{Amazon.CDK.Aws.ACCOUNT_ID}"
                + $":backup-vault:{deployment.Names.BackupVault}");
        var plan = new BackupPlan(this, "Plan", new BackupPlanProps
        {
            BackupPlanName = deployment.Names.Prefix, BackupVault = vault,
        });
        plan.AddRule(Rule("daily", new CronOptions { Hour = "3", Minute = "0" },
            Duration.Days(deployment.Environment.BackupDays), copies));
        plan.AddRule(Rule("monthly", new CronOptions { Day = "1", Hour = "4", Minute = "0" },
            Duration.Days(MonthsKept * 31), copies));
        plan.AddSelection("Data", new BackupSelectionOptions
        {
            BackupSelectionName = deployment.Names.Prefix,
            Resources = [BackupResource.FromArn(data.Table.TableArn)],
        });
    }

    private static BackupPlanRule Rule(string name, CronOptions when, Duration kept, IBackupVault copies) => new(
        new BackupPlanRuleProps
        {
            RuleName = name,
            ScheduleExpression = Schedule.Cron(when),
            StartWindow = Duration.Hours(1),
            CompletionWindow = Duration.Hours(6),
            DeleteAfter = kept,
            CopyActions =
            [
                new BackupPlanCopyActionProps { DestinationBackupVault = copies, DeleteAfter = kept },
            ],
        });
}

using Amazon.CDK;
using TradingPlatform.Infra;
using TradingPlatform.Infra.Settings;
using TradingPlatform.Infra.Stacks;

// The CDK command line names its folder; by itself the app writes beside itself.
var app = new App(new AppProps { Outdir = System.Environment.GetEnvironmentVariable("CDK_OUTDIR") ?? "cdk.out" });
foreach (var environment in Environments.All)
{
    PlatformStacks.AddTo(app, environment, Repository.Folder("publish"));
}

app.Synth();

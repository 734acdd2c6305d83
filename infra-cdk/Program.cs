using Amazon.CDK;
using TradingPlatform.Infra;
using TradingPlatform.Infra.Settings;
using TradingPlatform.Infra.Stacks;

// The CDK command line names its folder; by itself the app writes beside itself.
var app = new App(new AppProps { Outdir = System.Environment.GetEnvironmentVariable("CDK_OUTDIR") ?? "cdk.out" });
var platforms = Environments.All
    .Select(environment => PlatformStacks.AddTo(app, environment, Repository.Folder("publish")))
    .ToList();
if (args is ["diagram"])
{
    await File.WriteAllTextAsync(Diagram.File, Diagram.Of(platforms[^1]));
    return;
}

app.Synth();

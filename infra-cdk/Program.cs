using Amazon.CDK;
using TradingPlatform.Infra;

// The CDK command line names its folder; by itself the app writes beside itself.
var app = new App(new AppProps { Outdir = System.Environment.GetEnvironmentVariable("CDK_OUTDIR") ?? "cdk.out" });
foreach (var environment in DeploymentEnvironment.All)
{
    environment.AddTo(app);
}

app.Synth();
